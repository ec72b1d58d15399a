/// Why a checkpoint can't be compared with the one it is said to descend from.
public enum ParentError: Error, Equatable, Sendable {
  /// They don't have the same layers, neurons and tokens; both are described.
  case differentSizes(own: String, parent: String)
  /// Both say what training they come from, and it is not the same one.
  case unrelated(own: String, parent: String)
}
