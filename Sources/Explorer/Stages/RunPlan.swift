import Glibc
import Settings

/// What `run.toml` says about stages: names, labels and order. Its other keys belong to others.
struct RunPlan {
  struct Entry: Equatable {
    /// The snapshot is `snapshots/NAME.safetensors`.
    var name: String
    var label: String
  }

  var name: String
  var stages: [Entry]

  /// Reads `run.toml`; where it is missing or names no stage, all snapshots by name.
  init(folder: String) throws {
    name = Self.folderName(folder)
    stages = []
    let path = folder + "/run.toml"
    if access(path, F_OK) == 0 {
      let table = try SettingsTable(contentsOf: path)
      name = try table.string("name") ?? name
      stages = try table.tables("stages").map { stage in
        let name = try stage.required("name", try stage.string("name"))
        guard !name.isEmpty, !name.contains("/") else {
          throw stage.invalid("name", "a file name without \"/\", as in snapshots/NAME.safetensors")
        }
        return Entry(name: name, label: try stage.string("label") ?? name)
      }
    }
    if stages.isEmpty {
      stages = try Self.snapshotNames(in: folder + "/snapshots").map { Entry(name: $0, label: $0) }
    }
  }

  private static func folderName(_ folder: String) -> String {
    guard let path = realpath(folder, nil) else { return Run.lastName(of: folder) }
    defer { free(path) }
    return Run.lastName(of: String(cString: path))
  }

  private static func snapshotNames(in folder: String) throws -> [String] {
    guard let directory = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw RunOpeningError.unreadable(path: folder, code: errno)
    }
    defer { closedir(directory) }
    let suffix = ".safetensors"
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(String(name.dropLast(suffix.count))) }
    }
    return names.sorted(by: Self.precedes)
  }

  /// Names with numbers in them in the order of the numbers: `epoch-2` before `epoch-10`.
  static func precedes(_ a: String, _ b: String) -> Bool {
    let (a, b) = (parts(a), parts(b))
    for (x, y) in zip(a, b) where x != y {
      if let m = Int(x), let n = Int(y), m != n { return m < n }
      return x < y
    }
    return a.count < b.count
  }

  private static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      if let last = parts.last?.last, last.isNumber == character.isNumber {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }
}
