import Corpora
import Files
import Glibc
import Kernels
import LanguageModels
import NeuronPreferences
import Runs
import Sites
import Synchronization

/// The models that snapshots were taken from, for reading another text with them. Models stay loaded between
/// texts; their weights are packed anew for each text, because a reader serves one at a time.
public final class StageModels: Sendable {
  /// Models beyond so many bytes of weights are not kept.
  private static let keptBytes = 512 << 20

  private struct Cache {
    var models: [String: Checkpoint] = [:]
    var vocabularies: [String: Vocabulary] = [:]
    var bytes = 0
  }

  private let folder: RunFolder
  private let workers: Workers
  private let cache = Mutex(Cache())

  /// The models of a run's stages, or of snapshots that lie together in a folder.
  public init(_ folder: RunFolder, workers: Workers) {
    self.folder = folder
    self.workers = workers
  }

  /// How the text of a snapshot was cut into words.
  public static func tokenization(of snapshot: Snapshot) -> Tokenization {
    Tokenization(rawValue: snapshot.origin.tokenizer) ?? .english
  }

  /// Runs a document through the model of a stage, all layers in one pass. The state starts at zero.
  ///
  /// - Parameters:
  ///   - label: what the stage is called in errors.
  /// - Throws: `StageModelError`, `CheckpointError`, `FileError`.
  public func read(_ document: Document, as snapshot: Snapshot, label: String) throws -> StageActivations {
    let model = try model(of: snapshot, label: label)
    let vocabulary = try vocabulary(of: snapshot)
    try model.requireVocabulary(vocabulary.count, path: snapshot.path)
    let reader = ActivationReader(model.encoder, workers: workers)
    let sites = try sites(of: snapshot, among: reader.sites, path: model.path)
    let ids = try vocabulary.ids(of: document)
    let rows = snapshot.sites.neuronCount
    let values = IndexedResults(repeating: Float(0), count: ids.count * rows)
    reader.read([ids]) { chunk in
      guard let start = values.values.baseAddress else { return }
      for (site, firstRow) in sites {
        let activations = chunk.activations(site: site)
        for (place, word) in chunk.tokens.enumerated() {
          (start + word * rows + firstRow)
            .update(from: activations.start + place * activations.stride, count: activations.width)
        }
      }
    }
    return StageActivations(isKnown: ids.map { $0 != vocabulary.unknownID }, values: Array(values.values))
  }

  /// The places of the snapshot's sites in the model's list, with the row of the first neuron of each.
  private func sites(
    of snapshot: Snapshot, among own: SiteList, path: String
  ) throws -> [(site: Int, firstRow: Int)] {
    try snapshot.sites.sites.map { site in
      guard
        let place = own.sites.firstIndex(where: { ($0.name, $0.neurons) == (site.name, site.neurons) })
      else {
        throw StageModelError.otherSites(
          path: path, found: own.description, expected: snapshot.sites.description)
      }
      return (place, site.firstRow)
    }
  }

  /// The vocabulary that the snapshot was collected with: its own list of tokens.
  ///
  /// - Throws: `CorpusError`.
  public func vocabulary(of snapshot: Snapshot) throws -> Vocabulary {
    if let known = cache.withLock({ $0.vocabularies[snapshot.path] }) { return known }
    let names = (0..<snapshot.tokens.featureCount).map { snapshot.tokens.name(of: $0) }
    let vocabulary = try Vocabulary(tokens: names, path: snapshot.path)
    cache.withLock { $0.vocabularies[snapshot.path] = vocabulary }
    return vocabulary
  }

  /// The checkpoint that the snapshot was taken from, and no other of the same name.
  private func model(of snapshot: Snapshot, label: String) throws -> Checkpoint {
    let origin = snapshot.origin
    let key = origin.checkpoint + " " + origin.checkpointHash
    if let known = cache.withLock({ $0.models[key] }) { return known }
    let path = try checkpointPath(of: origin, label: label)
    guard folder.exists(path) else { throw StageModelError.noCheckpoint(stage: label, path: path) }
    if !origin.checkpointHash.isEmpty, try SHA256.hexDigest(ofFileAt: path) != origin.checkpointHash {
      throw StageModelError.otherCheckpoint(stage: label, path: path)
    }
    let model = try Checkpoint(contentsOf: path)
    var status = stat()
    let bytes = stat(path, &status) == 0 ? 2 * Int(status.st_size) : 0
    cache.withLock { cache in
      guard cache.bytes + bytes <= Self.keptBytes else { return }
      cache.models[key] = model
      cache.bytes += bytes
    }
    return model
  }

  /// In a run a checkpoint has a name, under which it lies in the run or elsewhere. What `txray collect` wrote by itself
  /// names a file, which is opened only where the snapshot also tells its digest: nobody's snapshot opens any file.
  private func checkpointPath(of origin: SnapshotOrigin, label: String) throws -> String {
    let name = origin.checkpoint
    let inRun = folder.checkpoint(name.isEmpty ? "?" : name)
    if folder.exists(inRun) { return inRun }
    if let model = try ModelReference.all(in: folder)[name] {
      let kind = try model.kind()
      guard kind == .recurrent else {
        throw StageModelError.otherKind(stage: label, model: name, kind: kind)
      }
      return model.paths[0]
    }
    let isRun = folder.exists(folder.settings)
    return isRun || origin.checkpointHash.isEmpty || !isRegularFile(name) ? inRun : name
  }
}
