/// Whether what a comparison says about a neuron can be relied on.
public enum Evidence: String, Sendable, CaseIterable, Codable {
  /// Enough occurrences were recorded.
  case ok
  /// Too few: a distance, or a loss, this size also arises by chance.
  case insufficient
  /// It lost its wins to others while its own activation stayed much the same.
  case displaced
}

extension Evidence {
  /// Correlation from which on a neuron is held to do what it did before.
  public static let displacedCorrelation = 0.9

  /// Judges a neuron by its wins and, where known, by the correlation of its activation at both stages.
  ///
  /// A neuron that won enough at one stage only, and whose activation is much the same at both, is displaced:
  /// others overtook it, or made way.
  init(state: TransferState, countA: Int, countB: Int, support: Int, correlation: Double?) {
    let hasSupport = (a: countA >= support, b: countB >= support)
    if hasSupport.a != hasSupport.b, let correlation, correlation >= Self.displacedCorrelation {
      self = .displaced
    } else if state == .shared {
      self = hasSupport.a && hasSupport.b ? .ok : .insufficient
    } else {
      self = hasSupport.a || hasSupport.b ? .ok : .insufficient
    }
  }
}
