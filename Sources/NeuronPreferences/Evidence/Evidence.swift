/// Whether what a comparison says about a neuron can be relied on.
public enum Evidence: String, Sendable, CaseIterable, Codable {
  /// Enough occurrences were recorded.
  case ok
  /// Too few: a distance, or a loss, this size also arises by chance.
  case insufficient
  /// It lost its wins to others, or came to theirs, while its own activation stayed much the same.
  case displaced
}

extension Evidence {
  /// Judges a neuron by its wins, once it is known whether it was displaced.
  init(state: TransferState, countA: Int, countB: Int, support: Int, isDisplaced: Bool) {
    let hasSupport = (a: countA >= support, b: countB >= support)
    if isDisplaced {
      self = .displaced
    } else if state == .shared {
      self = hasSupport.a && hasSupport.b ? .ok : .insufficient
    } else {
      self = hasSupport.a || hasSupport.b ? .ok : .insufficient
    }
  }
}
