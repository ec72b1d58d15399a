/// Which activations count as a preference.
public enum CollectionPolicy: Hashable, Sendable {
  /// The one neuron of a site with the largest activation, signed; the lowest index on ties. The method's
  /// own rule (TX-Ray, section 2.1).
  case max1
  /// The one neuron with the largest magnitude; the magnitude is what is recorded.
  case absoluteMax1
  /// The K neurons with the largest activations, signed.
  case top(Int)
  /// Every neuron above its own threshold, the given quantile of its activations over the text.
  case quantile(Double)

  /// Whether it takes a first pass over the text, to find each neuron's threshold.
  public var needsThresholds: Bool {
    if case .quantile = self { true } else { false }
  }

  /// Parses `max1`, `abs-max1`, `topk:K` with K > 0, `quantile:Q` with 0 < Q < 1.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("max1", 1): self = .max1
    case ("abs-max1", 1): self = .absoluteMax1
    case ("topk", 2):
      guard let count = Int(parts[1]), count > 0 else { return nil }
      self = .top(count)
    case ("quantile", 2):
      guard let quantile = Double(parts[1]), quantile > 0, quantile < 1 else { return nil }
      self = .quantile(quantile)
    default: return nil
    }
  }
}

extension CollectionPolicy: CustomStringConvertible {
  /// The text that ``init(_:)`` parses.
  public var description: String {
    switch self {
    case .max1: "max1"
    case .absoluteMax1: "abs-max1"
    case .top(let count): "topk:\(count)"
    case .quantile(let quantile): "quantile:\(quantile)"
    }
  }
}
