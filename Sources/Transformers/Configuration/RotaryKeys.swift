/// Where the rotary settings of one kind of layer stand, and what they are where they stand nowhere.
struct RotaryKeys {
  /// The key under which `rope_parameters` may nest them.
  var layerType = "full_attention"
  /// The older key of theta.
  var base = "rope_theta"
  /// Theta where it is set nowhere.
  var defaultBase = 10_000.0
  /// The share of each head that is turned, where it is set nowhere.
  var defaultShare = 1.0
  /// Whether an older `rope_scaling` applies to this kind of layer.
  var isScaled = true
}
