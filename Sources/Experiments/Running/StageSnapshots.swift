import NeuronPreferences
import Runs

/// The snapshots of stages of a run, under the policy of the method's counts and under the one that neurons are judged
/// on.
struct StageSnapshots {
  /// The snapshots that wins, states, masses and tags are counted in, a stage each.
  let counted: [Snapshot]
  /// Those that preferences are judged on; the same ones where the run has no others.
  let judged: [Snapshot]

  /// Opens the snapshots of stages, whose own files are there.
  ///
  /// - Parameters:
  ///   - names: The stages.
  ///   - all: All stages of the run that have a snapshot: a policy counts that each of them was collected under.
  /// - Throws: `SnapshotError`.
  init(_ names: [String], of all: [String], _ folder: RunFolder) throws(SnapshotError) {
    let own = try Self.open(names.map { folder.snapshot($0) })
    guard let kind = own.first?.policy.kind.name else {
      (counted, judged) = ([], [])
      return
    }
    let files = folder.policyFiles(of: all, own: kind, kinds: CollectionPolicy.judgingKinds.map(\.name))
    guard let roles = PolicyRoles(kinds: files.map(\.kind)) else {
      (counted, judged) = (own, own)
      return
    }
    func open(_ wanted: String) throws(SnapshotError) -> [Snapshot] {
      try wanted == kind ? own : Self.open(names.map { folder.snapshot($0, policy: wanted) })
    }
    counted = try open(roles.counted)
    judged = try roles.judged == roles.counted ? counted : open(roles.judged)
  }

  /// Whether both are the same snapshots.
  var isOne: Bool { counted.map(\.path) == judged.map(\.path) }

  private static func open(_ paths: [String]) throws(SnapshotError) -> [Snapshot] {
    var snapshots: [Snapshot] = []
    for path in paths { snapshots.append(try Snapshot(path: path)) }
    return snapshots
  }
}
