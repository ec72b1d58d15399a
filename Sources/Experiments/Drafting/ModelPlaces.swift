import Files
import Glibc
import Runs
import Transformers

/// The models that one path of a command line stands for.
enum ModelPlaces {
  /// One model, with what tells it from the others of its path.
  struct Place: Equatable {
    let path: String
    /// `-500`, or nothing where there is one model.
    let suffix: String
    /// The trainer's step, where a trainer saved it.
    var step: Int?
  }

  private static let checkpointPrefix = "checkpoint-"

  /// The step that a trainer's folder is named for; nil for any other name.
  static func step(ofFolderNamed name: String) -> Int? {
    name.hasPrefix(checkpointPrefix) ? Int(name.dropFirst(checkpointPrefix.count)) : nil
  }

  /// A folder of a hub cache stands for the revisions that are asked for; a trainer's folder for all its
  /// `checkpoint-N`, in the order of their steps, of which every `every`-th and the last are taken, and for the final
  /// model, if one was saved beside them; any other path for itself.
  ///
  /// - Throws: `RunDraftError.noSuchRevision`.
  static func all(at path: String, revisions: [String], every: Int) throws(RunDraftError) -> [Place] {
    guard isFolder(path) else { return [Place(path: path, suffix: "")] }
    if isFolder("\(path)/snapshots"), !isThere("\(path)/config.json"), !revisions.isEmpty {
      return try revisions.map { revision throws(RunDraftError) in
        Place(
          path: try snapshot(revision, in: path), suffix: revisions.count == 1 ? "" : "-\(revision)")
      }
    }
    let steps = names(in: path).compactMap(step(ofFolderNamed:)).sorted()
    guard !steps.isEmpty else { return [Place(path: path, suffix: "")] }
    let taken = steps.enumerated().filter { ($0.offset + 1) % every == 0 || $0.offset == steps.count - 1 }
    let places = taken.map {
      Place(path: "\(path)/\(checkpointPrefix)\($0.element)", suffix: "-\($0.element)", step: $0.element)
    }
    return places + (isThere("\(path)/config.json") ? [Place(path: path, suffix: "")] : [])
  }

  /// A revision's folder: named by a reference, or by the beginning of its digest.
  private static func snapshot(_ revision: String, in cache: String) throws(RunDraftError) -> String {
    let known = names(in: "\(cache)/snapshots").sorted()
    var name = revision
    if RunNames.staysInside(revision),
      let bytes = try? FileBytes.read("\(cache)/refs/\(revision)", limit: 256)
    {
      name = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }
    let fitting = known.filter { $0 == name || name.count >= 4 && $0.hasPrefix(name) }
    guard fitting.count == 1 else { throw .noSuchRevision(revision, path: cache, known: known) }
    return "\(cache)/snapshots/\(fitting[0])"
  }

  private static func names(in folder: String) -> [String] {
    ((try? Files.names(inFolder: folder)) ?? []).filter { !$0.hasPrefix(".") }
  }

  /// Whether two checkpoints were saved by one training: what the later logged begins with what the earlier did.
  static func isOneTraining(_ earlier: String, _ later: String) -> Bool {
    guard let a = log(earlier), let b = log(later), !a.isEmpty, a.count <= b.count else { return false }
    return Array(b.prefix(a.count)) == a
  }

  private static func log(_ folder: String) -> [JSONValue]? {
    guard let bytes = try? FileBytes.read("\(folder)/trainer_state.json", limit: 64 << 20) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      guard let value = try? scanner.value(), case .array(let entries)? = value["log_history"] else {
        return nil
      }
      return entries
    }
  }
}
