import Files
import Glibc

/// Where the files of a run lie. All paths in a run are relative to its folder.
///
/// A run may come from somebody else: from the first mention of its folder on, `Files` opens nothing under it that a link
/// puts elsewhere, and nothing but regular files.
public struct RunFolder: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// What makes a folder a run.
  public static let settingsName = "run.toml"

  /// The folder at `path`, which is confined from now on; nothing is read.
  public init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    ConfinedFolders.add(path)
  }

  /// The last part of the path.
  public var name: String { Self.lastName(of: path) }
  /// `run.toml`.
  public var settings: String { resolve(Self.settingsName) }
  /// `metrics.jsonl`.
  public var metrics: String { resolve("metrics.jsonl") }
  /// `marks.jsonl`.
  public var marks: String { resolve("marks.jsonl") }
  /// `checkpoints/vocabulary.txt`.
  public var vocabulary: String { resolve("checkpoints/vocabulary.txt") }

  /// `checkpoints/NAME.safetensors`.
  public func checkpoint(_ name: String) -> String { resolve("checkpoints/\(name).safetensors") }
  /// The file from which an unfinished training goes on.
  public func trainingState(_ name: String) -> String { resolve("checkpoints/\(name).state") }
  /// `snapshots/STAGE.safetensors`.
  public func snapshot(_ stage: String) -> String { resolve("snapshots/\(stage).safetensors") }
  /// `snapshots/KIND/STAGE.safetensors`: the same stage under a policy of another kind.
  public func snapshot(_ stage: String, policy kind: String) -> String {
    resolve("snapshots/\(kind)/\(stage).safetensors")
  }
  /// The folder of snapshots.
  public var snapshots: String { resolve("snapshots") }
  /// The folder of reports.
  public var reports: String { resolve("reports") }
  /// `reports/NAME.json`.
  public func report(_ name: String) -> String { resolve("reports/\(name).json") }

  /// The run that a snapshot belongs to: snapshots lie in its folder `snapshots`, those of further policies in
  /// folders of that. One that lies elsewhere is taken for a run of its own folder, which then holds its marks.
  public init(ofSnapshotAt path: String) {
    let folder = Self.parent(of: path)
    let above = Self.parent(of: folder)
    if Self.lastName(of: folder) == "snapshots" {
      self.init(above)
    } else if Self.lastName(of: above) == "snapshots", case let run = Self.parent(of: above),
      isThere("\(run)/\(Self.settingsName)")
    {
      self.init(run)
    } else {
      self.init(folder)
    }
  }

  /// A path inside the folder.
  public func resolve(_ relative: String) -> String { "\(path)/\(relative)" }

  /// A path that may lead out of the folder, which is for a person to see before it is used: an absolute one as it is,
  /// any other from the folder on. What stays inside is confined like everything else in it.
  public func resolve(anywhere path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard !RunNames.staysInside(path), let real = realpath(self.path, nil) else { return resolve(path) }
    defer { free(real) }
    var parts = String(cString: real).split(separator: "/").map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether a file or folder exists.
  public func exists(_ path: String) -> Bool { isThere(path) }

  /// The stage that a snapshot's file is named for.
  public static func stageName(ofSnapshotAt path: String) -> String {
    let (name, suffix) = (lastName(of: path), ".safetensors")
    return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
  }

  /// The last part of a path.
  public static func lastName(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// What a path lies in.
  public static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
