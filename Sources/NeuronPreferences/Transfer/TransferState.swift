/// What became of a neuron between two stages: whether it prefers anything at either.
public enum TransferState: String, Sendable, CaseIterable, Codable {
  /// It prefers features at both stages.
  case shared
  /// Only at the first; the paper's "avoided".
  case forgotten
  /// Only at the second.
  case gained
  /// At neither.
  case never

  /// The state of a neuron of these lengths.
  public init(lengthA: Int, lengthB: Int) {
    self =
      switch (lengthA > 0, lengthB > 0) {
      case (true, true): .shared
      case (true, false): .forgotten
      case (false, true): .gained
      case (false, false): .never
      }
  }
}

/// How many neurons are in each state.
public struct StateCounts: Hashable, Sendable, Encodable {
  /// Neurons of ``TransferState/shared``.
  public private(set) var shared = 0
  /// Neurons of ``TransferState/forgotten``.
  public private(set) var forgotten = 0
  /// Neurons of ``TransferState/gained``.
  public private(set) var gained = 0
  /// Neurons of ``TransferState/never``.
  public private(set) var never = 0

  /// Counts states.
  public init(_ states: some Sequence<TransferState>) {
    for state in states {
      switch state {
      case .shared: shared += 1
      case .forgotten: forgotten += 1
      case .gained: gained += 1
      case .never: never += 1
      }
    }
  }

  /// All of them together.
  public var total: Int { shared + forgotten + gained + never }
}
