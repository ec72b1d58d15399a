import Glibc

/// How rotary frequencies are changed so that a model reads longer texts than it was first trained on; as
/// Hugging Face's `rope_type` names them.
public enum RotaryScaling: Sendable, Hashable {
  /// Not at all.
  case none
  /// All divided by a factor.
  case linear(factor: Double)
  /// By wavelength, as in Llama 3.1.
  case llama3(Llama3)
  /// YaRN (Peng et al., 2023).
  case yarn(YaRN)
  /// LongRoPE (Ding et al., 2024): a factor for each frequency.
  case long(Long)

  /// Long wavelengths are stretched, short ones kept, those between blended.
  public struct Llama3: Sendable, Hashable {
    var factor, lowFactor, highFactor: Double
    var originalLength: Int

    func scaled(_ frequency: Double) -> Double {
      let length = Double(originalLength)
      let wavelength = 2 * Double.pi / frequency
      if wavelength < length / highFactor { return frequency }
      if wavelength > length / lowFactor { return frequency / factor }
      let blend = (length / wavelength - lowFactor) / (highFactor - lowFactor)
      return (1 - blend) * frequency / factor + blend * frequency
    }
  }

  /// Frequencies that turn often within the original length are kept, those that turn rarely divided.
  public struct YaRN: Sendable, Hashable {
    var factor, attentionFactor, fastTurns, slowTurns: Double
    var originalLength: Int
    var roundsBounds: Bool

    func scaled(_ frequencies: [Double], base: Double, size: Int) -> [Double] {
      func place(_ turns: Double) -> Double {
        Double(size) * log(Double(originalLength) / (turns * 2 * .pi)) / (2 * log(base))
      }
      var (low, high) = (place(fastTurns), place(slowTurns))
      if roundsBounds { (low, high) = (low.rounded(.down), high.rounded(.up)) }
      (low, high) = (max(low, 0), min(high, Double(size - 1)))
      if low == high { high += 0.001 }
      return frequencies.enumerated().map { place, frequency in
        let ramp = min(max((Double(place) - low) / (high - low), 0), 1)
        return frequency / factor * ramp + frequency * (1 - ramp)
      }
    }
  }

  /// One list of factors up to the original length, another beyond.
  public struct Long: Sendable, Hashable {
    var shortFactors, longFactors: [Double]
    var attentionFactor: Double
    var originalLength: Int
  }
}
