/// The snapshots of all stages of a run under one kind of policy, a file each.
public struct PolicyFiles: Hashable, Sendable {
  /// The kind of policy: `firings`.
  public let kind: String
  /// The files, in the order of the stages.
  public let paths: [String]

  /// So many files of one kind.
  public init(kind: String, paths: [String]) { (self.kind, self.paths) = (kind, paths) }
}

extension RunFolder {
  /// The snapshots that every one of the stages has, by kind of policy, in the order of `kinds`: the stages' own files,
  /// and those that lie beside them. O(stages · kinds).
  ///
  /// - Parameters:
  ///   - stages: Names of stages.
  ///   - own: The kind of the stages' own files; these stand at the end if `kinds` lacks it.
  ///   - kinds: What is looked for.
  public func policyFiles(of stages: [String], own: String, kinds: [String]) -> [PolicyFiles] {
    let ownFiles = PolicyFiles(kind: own, paths: stages.map { snapshot($0) })
    let found = kinds.compactMap { kind -> PolicyFiles? in
      if kind == own { return ownFiles }
      let files = PolicyFiles(kind: kind, paths: stages.map { snapshot($0, policy: kind) })
      return !stages.isEmpty && files.paths.allSatisfy(exists) ? files : nil
    }
    return kinds.contains(own) ? found : found + [ownFiles]
  }
}
