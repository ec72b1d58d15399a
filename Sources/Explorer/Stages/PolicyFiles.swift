/// The snapshots of all stages of a run under one kind of policy, a file each.
public struct PolicyFiles: Hashable, Sendable {
  /// The kind of policy.
  let kind: String
  /// The files, in the order of the stages.
  let paths: [String]
}
