import Files
import Glibc

extension Configuration {
  /// Rotary positions by the rules of Transformers' `modeling_rope_utils`: `rope_parameters` (since version 5,
  /// nested by layer type or not), or `rope_theta` and `rope_scaling` before.
  func rotary(_ keys: RotaryKeys, headSize: Int) throws(TransformerError) -> RotaryPositions {
    let current = self["rope_parameters"]?.settings
    let isNested = current?["full_attention"] != nil || current?["sliding_attention"] != nil
    let older = keys.isScaled ? self["rope_scaling"]?.settings : nil
    let settings = (isNested ? current?[keys.layerType]?.settings : current) ?? older
    let parameters = Configuration(path: path, values: settings ?? [:])
    let (ownBase, olderBase) = (try parameters.numberIfAny("rope_theta"), try numberIfAny(keys.base))
    let base = ownBase ?? olderBase ?? keys.defaultBase
    let ownShare = try parameters.numberIfAny("partial_rotary_factor")
    let olderShare = try numberIfAny("partial_rotary_factor")
    let share = ownShare ?? olderShare ?? keys.defaultShare
    guard share <= 1 else { throw parameters.bad("partial_rotary_factor", "a share up to 1") }
    guard base > 1 else { throw parameters.bad("rope_theta", "a base above 1") }
    let size = Int(Double(headSize) * share)
    guard size >= 2, size % 2 == 0 else { throw bad("head_dim", "an even number of rotated dimensions") }
    let (type, olderType) = (try parameters.textIfAny("rope_type"), try parameters.textIfAny("type"))
    return RotaryPositions(
      size: size, base: base,
      scaling: try scaling(type ?? olderType ?? "default", parameters, pairs: size / 2))
  }

  private func scaling(
    _ type: String, _ parameters: Configuration, pairs: Int
  ) throws(TransformerError) -> RotaryScaling {
    let maximum = try count("max_position_embeddings")
    // A length beside the rotary settings wins over one within, as in Phi-3.
    let outer = try countIfAny("original_max_position_embeddings")
    let inner = try parameters.countIfAny("original_max_position_embeddings")
    let original = outer ?? inner ?? maximum
    switch type {
    case "default": return .none
    case "linear": return .linear(factor: try parameters.factor())
    case "dynamic":
      // It changes nothing up to the length that the model was made for, and no window is longer.
      _ = try parameters.factor()
      return .none
    case "llama3":
      let llama3 = RotaryScaling.Llama3(
        factor: try parameters.factor(), lowFactor: try parameters.number("low_freq_factor"),
        highFactor: try parameters.number("high_freq_factor"), originalLength: original)
      guard llama3.lowFactor > 0, llama3.highFactor > llama3.lowFactor else {
        throw parameters.bad("high_freq_factor", "more than low_freq_factor, which is above 0")
      }
      return .llama3(llama3)
    case "yarn":
      let factor = try parameters.numberIfAny("factor") ?? Double(maximum) / Double(original)
      return .yarn(
        RotaryScaling.YaRN(
          factor: factor, attentionFactor: try parameters.yarnAttentionFactor(factor),
          fastTurns: try parameters.numberIfAny("beta_fast") ?? 32,
          slowTurns: try parameters.numberIfAny("beta_slow") ?? 1, originalLength: original,
          roundsBounds: parameters["truncate"]?.bool ?? true))
    case "longrope", "su":
      let factor = try parameters.numberIfAny("factor") ?? Double(maximum) / Double(original)
      let growth = factor <= 1 ? 1 : (1 + log(factor) / log(Double(max(original, 2)))).squareRoot()
      return .long(
        RotaryScaling.Long(
          shortFactors: try parameters.factors("short_factor", count: pairs),
          longFactors: try parameters.factors("long_factor", count: pairs),
          attentionFactor: try parameters.numberIfAny("attention_factor") ?? growth,
          originalLength: original))
    default:
      throw parameters.bad("rope_type", "default, linear, dynamic, llama3, yarn or longrope")
    }
  }

  private func factor() throws(TransformerError) -> Double {
    guard let factor = try numberIfAny("factor") else { throw bad("factor", "a positive number") }
    return factor
  }

  private func factors(_ key: String, count: Int) throws(TransformerError) -> [Double] {
    let factors = self[key]?.elements?.compactMap(\.double) ?? []
    guard factors.count == count, factors.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw bad(key, "\(count) positive numbers")
    }
    return factors
  }

  private func yarnAttentionFactor(_ factor: Double) throws(TransformerError) -> Double {
    if let given = try numberIfAny("attention_factor") { return given }
    func scale(_ multiple: Double) -> Double { factor <= 1 ? 1 : 0.1 * multiple * log(factor) + 1 }
    if let numerator = try numberIfAny("mscale"), let denominator = try numberIfAny("mscale_all_dim") {
      return scale(numerator) / scale(denominator)
    }
    return scale(1)
  }
}
