import Glibc

/// Where the files of a run lie. All paths in a run are relative to its folder.
public struct RunFolder: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// The folder at `path`; nothing is read.
  public init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// The last part of the path.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  /// `run.toml`.
  public var settings: String { resolve("run.toml") }
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

  /// A path inside the folder.
  public func resolve(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Whether a file or folder exists.
  public func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a relative path can't lead out of the folder it is relative to.
  static func staysInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\0")
      && !path.split(separator: "/").contains("..")
  }
}
