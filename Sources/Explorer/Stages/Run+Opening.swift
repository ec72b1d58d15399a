import Glibc
import NeuronPreferences
import Runs

extension Run {
  /// Opens what the command line names: one run folder, or one or several snapshot files. Without a name,
  /// the current folder if it is a run.
  ///
  /// Snapshots are mapped, not read. O(neurons) for the check of their row pointers.
  ///
  /// - Throws: `RunOpeningError`, `SettingsError` for `run.toml`, `SnapshotError`, `FileError`.
  public static func open(_ paths: [String]) throws -> Run {
    guard let first = paths.first else {
      let here = RunFolder(".")
      guard here.exists(here.settings) else { throw RunOpeningError.noRunNamed(folder: currentFolder) }
      return try open(here)
    }
    if paths.count == 1, isFolder(first) { return try open(RunFolder(first)) }
    let stages = try paths.map { path in
      guard access(path, F_OK) == 0 else { throw RunOpeningError.notFound(path: path) }
      let snapshot = try Snapshot(path: path)
      return Stage(label: snapshot.origin.stage, snapshot: snapshot)
    }
    return try Run(
      name: paths.map(RunFolder.lastName).joined(separator: " "), stages: stages,
      folder: RunFolder(ofSnapshotAt: first))
  }

  private static func open(_ folder: RunFolder) throws -> Run {
    let list = try StageList(folder)
    var stages: [Stage] = []
    var missing: [String] = []
    for entry in list.stages {
      let path = folder.snapshot(entry.name)
      if folder.exists(path) {
        stages.append(Stage(label: entry.label, snapshot: try Snapshot(path: path)))
      } else {
        missing.append(entry.label)
      }
    }
    guard !stages.isEmpty else { throw RunOpeningError.noStages(path: folder.path, missing: missing) }
    return try Run(name: list.runName, stages: stages, missingStages: missing, folder: folder)
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}
