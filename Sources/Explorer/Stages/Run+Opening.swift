import Dispatch
import Files
import Glibc
import Measures
import NeuronPreferences
import Runs
import Synchronization

extension Run {
  /// Opens what the command line names: one run folder, or one or several snapshot files. Without a name,
  /// the current folder if it is a run.
  ///
  /// Snapshots are mapped, not read. O(neurons) for the check of their row pointers.
  ///
  /// - Parameters:
  ///   - ownFiles: whether a run's stages are looked at in their own files, also where files of a policy lie beside
  ///     them that neurons are judged on.
  ///   - policy: the kind of policy looked at first, where the stages have files of several.
  /// - Throws: `RunOpeningError`, `SettingsError` for `run.toml`, `SnapshotError`, `FileError`.
  public static func open(
    _ paths: [String], ownFiles: Bool = false, policy: String? = nil
  ) throws -> Run {
    var run = try find(paths, ownFiles, policy)
    run.opened = paths.isEmpty ? [currentFolder] : paths.map { realPath($0) ?? $0 }
    return run
  }

  private static func find(_ paths: [String], _ ownFiles: Bool, _ policy: String?) throws -> Run {
    guard let first = paths.first else {
      let here = RunFolder(".")
      guard here.exists(here.settings) else { throw RunOpeningError.noRunNamed(folder: currentFolder) }
      return try open(here, ownFiles, policy)
    }
    if paths.count == 1, isFolder(first) { return try open(RunFolder(first), ownFiles, policy) }
    for path in paths where access(path, F_OK) != 0 { throw RunOpeningError.notFound(path: path) }
    let stages = try snapshots(paths).map { Stage(label: $0.origin.stage, snapshot: $0) }
    let name = paths.map(RunFolder.lastName).joined(separator: " ")
    // Files that are named are looked at as they are: there is no other policy to turn to.
    if let policy, stages.contains(where: { $0.snapshot.policy.kind.name != policy }) {
      let kinds = Set(stages.map(\.snapshot.policy.kind.name))
      throw RunOpeningError.noSuchPolicy(policy, path: name, known: kinds.sorted())
    }
    return try Run(
      name: name, stages: stages,
      folder: RunFolder(ofSnapshotAt: first))
  }

  private static func open(_ folder: RunFolder, _ ownFiles: Bool, _ policy: String?) throws -> Run {
    let list = try StageList(folder)
    var present: [StageList.Entry] = []
    var missing: [String] = []
    for entry in list.stages {
      if folder.exists(folder.snapshot(entry.name)) {
        present.append(entry)
      } else {
        missing.append(entry.label)
      }
    }
    let names = present.map(\.name)
    let policies = ownFiles ? [] : try policies(of: names, in: folder)
    if let policy, !policies.contains(where: { $0.kind == policy }) {
      throw RunOpeningError.noSuchPolicy(policy, path: folder.path, known: policies.map(\.kind))
    }
    let looked = policies.first { $0.kind == policy } ?? policies.first
    let stages = try stages(looked?.paths ?? names.map(folder.snapshot), labels: present.map(\.label))
    guard !stages.isEmpty else { throw RunOpeningError.noStages(path: folder.path, missing: missing) }
    return try Run(
      name: list.runName, stages: stages, missingStages: missing, folder: folder, policies: policies)
  }

  /// The kinds of policies that every one of the stages has a snapshot of, those first that neurons are judged on; none
  /// where there is one kind only. O(stages).
  private static func policies(of names: [String], in folder: RunFolder) throws -> [PolicyFiles] {
    let kinds = CollectionPolicy.judgingKinds.map(\.name)
    guard let first = names.first,
      kinds.contains(where: { folder.exists(folder.snapshot(first, policy: $0)) })
    else { return [] }
    let own = try Snapshot(path: folder.snapshot(first)).policy.kind.name
    let files = folder.policyFiles(of: names, own: own, kinds: kinds)
    return files.count > 1 ? files : []
  }

  /// Opens a snapshot for each label.
  ///
  /// - Throws: `SnapshotError`.
  static func stages(_ paths: [String], labels: [String]) throws -> [Stage] {
    zip(labels, try snapshots(paths)).map { Stage(label: $0, snapshot: $1) }
  }

  /// Opens snapshots on all processors: a thousand of them would else keep the first frame waiting. The error is that
  /// of the first that can't be opened.
  private static func snapshots(_ paths: [String]) throws -> [Snapshot] {
    let opened = Mutex([Int: Result<Snapshot, any Error>]())
    DispatchQueue.concurrentPerform(iterations: paths.count) { index in
      let snapshot = Result { try Snapshot(path: paths[index]) }
      opened.withLock { $0[index] = snapshot }
    }
    return try opened.withLock { opened in try paths.indices.compactMap { try opened[$0]?.get() } }
  }

  private static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}
