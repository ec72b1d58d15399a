import Files
import Settings

/// The stages of a run: names, labels and order.
public struct StageList: Equatable, Sendable {
  /// One stage.
  public struct Entry: Equatable, Sendable {
    /// The snapshot is `snapshots/NAME.safetensors`.
    public let name: String
    /// What people call it.
    public let label: String

    /// Reads an entry of `[[stages]]`; keys that are others' business are passed over.
    ///
    /// - Throws: `SettingsError`.
    public init(_ table: SettingsTable) throws {
      name = try table.required("name", table.string("name"))
      guard RunNames.isStageName(name) else { throw table.invalid("name", RunNames.stageNameRule) }
      label = try table.string("label") ?? name
    }

    init(snapshot name: String) { (self.name, label) = (name, name) }
  }

  /// What the run is called.
  public let runName: String
  /// The stages, in the order in which they are shown.
  public let stages: [Entry]

  /// Reads what `run.toml` says; where it is missing or names no stage, all snapshots by name.
  ///
  /// - Throws: `SettingsError`, `FileError.io` for a folder of snapshots that can't be read.
  public init(_ folder: RunFolder) throws {
    var name = Self.name(of: folder)
    var stages: [Entry] = []
    if folder.exists(folder.settings) {
      let table = try SettingsTable(contentsOf: folder.settings)
      name = try table.string("name") ?? name
      stages = try table.tables("stages").map(Entry.init)
    }
    runName = name
    self.stages =
      try stages.isEmpty ? Self.snapshotNames(in: folder.snapshots).map(Entry.init(snapshot:)) : stages
  }

  private static func name(of folder: RunFolder) -> String {
    realPath(folder.path).map { RunFolder.lastName(of: $0) } ?? folder.name
  }

  private static func snapshotNames(in folder: String) throws(FileError) -> [String] {
    let files: [String]
    do throws(FileError) {
      files = try Files.names(inFolder: folder)
    } catch .notFound {
      return []
    }
    let suffix = ".safetensors"
    let names = files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
      .filter(RunNames.isStageName)
    return names.sorted { $0.precedesNaturally($1) }
  }
}
