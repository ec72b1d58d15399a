import Corpora
import Files
import FoundationEssentials
import Pruning
import TensorFiles

/// Where a result is kept: `reports/pruning-DIGEST.json`, the digest being that of everything it depends on.
/// A file of another digest is never looked at, and one that can't be read is made anew.
struct PruningCache {
  /// The most bytes that a kept result may have.
  private static let sizeLimit = 64 << 20

  private let path: String
  private let folder: String
  private let key: String

  /// What stands in the file.
  private struct Kept<Value: Codable>: Codable {
    let key: String
    let result: Value
  }

  init(_ study: PruningStudy, kind: String, chosen: ChosenNeurons, mask: PruningMask) throws {
    try self.init(
      study, kind: kind,
      [
        mask.digest, chosen.by, chosen.stages.joined(separator: " "),
        chosen.corpora.sorted().joined(separator: " "),
      ])
  }

  init(_ study: PruningStudy, kind: String, _ parts: [String]) throws {
    let corpora = try study.corpora()
    var all = ["pruning", kind, study.program, study.plan.recipe(study.mode), study.checkpointName] + parts
    all += try study.model.digests(study.digest)
    all.append(study.sites.description)
    for name in [corpora.train, corpora.heldOut] {
      guard var corpus = study.description.corpora[name] else { continue }
      all += [name, try study.digest(corpus.description.path)]
      // A run may be copied to another place.
      corpus.description.path = ""
      all.append("\(corpus)")
      all.append(study.wasSelected(on: name) ? "selected" : "")
    }
    if let snapshot = try study.massSnapshot() { all.append(try study.digest(snapshot.path)) }
    if study.plan.recoveryEpochs > 0, let settings = study.description.finetune(of: study.checkpointName) {
      all.append(settings.recipe)
      // Recovery stops by the run's own held-out corpus, which may be another than the one scored.
      if let corpus = study.description.corpora[settings.training.heldOut] {
        all.append(try study.digest(corpus.description.path))
      }
    }
    key = recipeDigest(all)
    folder = study.folder.reports
    path = "\(folder)/pruning-\(key.prefix(16)).json"
  }

  /// The result kept; nil if there is none.
  func read<Value: Codable>() -> Value? {
    guard let bytes = try? FileBytes.read(path, limit: Self.sizeLimit) else { return nil }
    let kept = try? JSONDecoder().decode(Kept<Value>.self, from: Data(bytes))
    return kept?.key == key ? kept?.result : nil
  }

  /// Keeps a result, whole or not at all. A run that can't be written to keeps none, which harms nobody.
  func keep(_ result: some Codable) -> Bool {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Kept(key: key, result: result)) else { return false }
    do {
      try makeFolder(folder)
      try AtomicFile.write(path: path, bytes: Array(data) + [UInt8(ascii: "\n")])
      return true
    } catch {
      return false
    }
  }
}
