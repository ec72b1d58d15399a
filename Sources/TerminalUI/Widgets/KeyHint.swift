/// A key and what it does now.
public struct KeyHint: Hashable, Sendable {
  /// The key or keys, as a user reads them: "j/k".
  public var keys: String
  /// What they do, in a word or two.
  public var label: String
  /// Hints of lower priority are dropped first where space runs out.
  public var priority: Int

  /// Makes a hint.
  public init(_ keys: String, _ label: String, priority: Int = 0) {
    self.keys = keys
    self.label = label
    self.priority = priority
  }
}
