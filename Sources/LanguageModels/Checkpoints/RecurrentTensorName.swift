/// The name of a tensor of a recurrent module, taken apart: `rnns.0.module.weight_hh_l0_raw`.
struct RecurrentTensorName: Equatable {
  /// Which tensor of a layer it is.
  enum Part: String, CaseIterable {
    case inputWeights = "weight_ih"
    case recurrentWeights = "weight_hh"
    case inputBias = "bias_ih"
    case recurrentBias = "bias_hh"
    case projection = "weight_hr"
  }

  /// What leads to the module, with its dot: `rnns.0.`. The `module.` of a wrapper right before the tensor's own
  /// name is left out.
  let path: String
  let part: Part
  /// The layer in the module; nil for a cell, which has no more than one.
  let layer: Int?
  /// Whether it belongs to the direction that reads from the end.
  let isReverse: Bool
  /// Whether it is the weight itself, beside a copy of which dropout zeroes a part (Merity et al., 2017).
  let isRaw: Bool

  /// Takes a name apart; nil for one that belongs to no recurrent module.
  init?(_ name: String) {
    var own = name.lastPart
    var path = String(name.dropLast(own.count))
    if path.isPath(endingWith: "module.") || path == "module." {
      path = String(path.dropLast("module.".count))
    }
    isRaw = own.hasSuffix("_raw")
    if isRaw { own = String(own.dropLast("_raw".count)) }
    isReverse = own.hasSuffix("_reverse")
    if isReverse { own = String(own.dropLast("_reverse".count)) }
    guard let part = Part.allCases.first(where: { own.hasPrefix($0.rawValue) }) else { return nil }
    let rest = own.dropFirst(part.rawValue.count)
    if rest.isEmpty {
      layer = nil
    } else {
      guard rest.hasPrefix("_l"), let number = Int(rest.dropFirst(2)), number >= 0 else { return nil }
      layer = number
    }
    self.path = path
    self.part = part
  }
}
