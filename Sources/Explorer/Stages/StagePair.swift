/// Two stages of a run that are compared, by their places in it.
public struct StagePair: Hashable, Sendable {
  /// The stage looked at as the one before.
  public let from: Int
  /// The stage looked at as the one after.
  public let to: Int

  /// Pairs stage `from` with stage `to`, both counted from 0.
  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  /// The pair as people number stages: "2→3".
  func text(arrow: String) -> String { "\(from + 1)\(arrow)\(to + 1)" }

  /// The same; a stage paired with itself is one number.
  func stages(arrow: String) -> String { from == to ? "\(to + 1)" : text(arrow: arrow) }
}
