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

  /// Frequencies of the pairs, `[n/2]`, for a sequence within or beyond ``lengthBound``, and the factor of
  /// cosines and sines.
  func frequencies(beyondBound: Bool) -> (values: [Double], factor: Double) {
    let plain = (0..<size / 2).map { 1 / pow(base, Double(2 * $0) / Double(size)) }
    switch scaling {
    case .none: return (plain, 1)
    case .linear(let factor): return (plain.map { $0 / factor }, 1)
    case .llama3(let llama3): return (plain.map(llama3.scaled), 1)
    case .yarn(let yarn): return (yarn.scaled(plain, base: base, size: size), yarn.attentionFactor)
    case .long(let long):
      let factors = beyondBound ? long.longFactors : long.shortFactors
      return (zip(plain, factors).map { $0 / $1 }, long.attentionFactor)
    }
  }

  /// The length of a sequence beyond which it has other frequencies; nil where all have the same.
  var lengthBound: Int? {
    switch scaling {
    case .long(let long): long.originalLength
    case .none, .linear, .llama3, .yarn: nil
    }
  }
}
