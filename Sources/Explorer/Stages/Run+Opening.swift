import Glibc
import NeuronPreferences
import Settings

extension Run {
  /// Opens what the command line names: one run folder, or one or several snapshot files. Without a name,
  /// the current folder if it is a run.
  ///
  /// Snapshots are mapped, not read. O(neurons) for the check of their row pointers.
  ///
  /// - Throws: `RunOpeningError`, `SettingsError` for `run.toml`, `SnapshotError`.
  public static func open(_ paths: [String]) throws -> Run {
    guard let first = paths.first else {
      guard access("run.toml", F_OK) == 0 else { throw RunOpeningError.noRunNamed(folder: currentFolder) }
      return try open(folder: ".")
    }
    if paths.count == 1, isFolder(first) { return try open(folder: first) }
    let stages = try paths.map { path in
      guard access(path, F_OK) == 0 else { throw RunOpeningError.notFound(path: path) }
      let snapshot = try Snapshot(path: path)
      return Stage(label: snapshot.origin.stage, snapshot: snapshot)
    }
    // Snapshots of a run lie in RUN/snapshots: their marks belong to the run.
    let folder = parent(of: first)
    let home = lastName(of: folder) == "snapshots" ? parent(of: folder) : folder
    return try Run(
      name: paths.map(lastName).joined(separator: " "), stages: stages, marksPath: home + "/marks.jsonl",
      metricsPath: home + "/metrics.jsonl")
  }

  private static func open(folder: String) throws -> Run {
    let plan = try RunPlan(folder: folder)
    var stages: [Stage] = []
    var missing: [String] = []
    for entry in plan.stages {
      let path = "\(folder)/snapshots/\(entry.name).safetensors"
      if access(path, F_OK) == 0 {
        stages.append(Stage(label: entry.label, snapshot: try Snapshot(path: path)))
      } else {
        missing.append(entry.label)
      }
    }
    guard !stages.isEmpty else { throw RunOpeningError.noStages(path: folder, missing: missing) }
    return try Run(
      name: plan.name, stages: stages, missingStages: missing, marksPath: folder + "/marks.jsonl",
      metricsPath: folder + "/metrics.jsonl")
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

  static func lastName(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
