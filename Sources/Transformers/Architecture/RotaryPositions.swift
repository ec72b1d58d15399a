import Glibc

/// Rotary positions (Su et al., 2021): pair (d, d + n/2) of a head is turned by the token's place times a
/// frequency, in the half-split form of Hugging Face's weights.
public struct RotaryPositions: Sendable, Hashable {
  /// n, how many numbers at the start of each head are turned; even.
  public var size: Int
  /// The base of the frequencies, theta.
  public var base: Double
  /// How frequencies are changed for longer texts.
  public var scaling = RotaryScaling.none

  /// Frequencies of the pairs, `[n/2]`, for a sequence of `length` tokens, and the factor of cosines and sines.
  func frequencies(length: Int) -> (values: [Double], factor: Double) {
    let count = size / 2
    func plain(_ base: Double) -> [Double] {
      (0..<count).map { 1 / pow(base, Double(2 * $0) / Double(size)) }
    }
    switch scaling {
    case .none: return (plain(base), 1)
    case .linear(let factor): return (plain(base).map { $0 / factor }, 1)
    case .dynamic(let factor, let maximum):
      let growth = factor * Double(max(length, maximum)) / Double(maximum) - (factor - 1)
      return (plain(base * pow(growth, Double(size) / Double(size - 2))), 1)
    case .llama3(let llama3): return (plain(base).map(llama3.scaled), 1)
    case .yarn(let yarn): return (yarn.scaled(plain(base), base: base, size: size), yarn.attentionFactor)
    case .long(let long):
      let factors = length > long.originalLength ? long.longFactors : long.shortFactors
      return (zip(plain(base), factors).map { $0 / $1 }, long.attentionFactor)
    }
  }

  /// Whether the frequencies depend on the length of the sequence beyond a bound.
  var lengthBound: Int? {
    switch scaling {
    case .dynamic(_, let maximum): maximum
    case .long(let long): long.originalLength
    case .none, .linear, .llama3, .yarn: nil
    }
  }
}
