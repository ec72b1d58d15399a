import Corpora
import Experiments
import Explorer
import Files
import Glibc
import Kernels
import LanguageModels
import NeuronPreferences
import Sites
import Synchronization

/// Runs a text through the models of a run's stages, for the explorer, which knows none.
final class TextReader: Sendable {
  /// More words than this are not read: their activations would not fit beside anything else.
  static let wordLimit = 2000
  /// Models beyond so many bytes of weights are not kept from one text to the next.
  private static let keptBytes = 512 << 20

  private struct Cache {
    var models: [String: Checkpoint] = [:]
    var vocabularies: [Int: Vocabulary] = [:]
    var bytes = 0
  }

  private let run: Run
  private let cache = Mutex(Cache())

  init(_ run: Run) { self.run = run }

  /// What each stage makes of a text. The state starts at zero.
  ///
  /// - Throws: `OwnTextError` where no stage has a model.
  func read(_ text: String) throws -> TextReading {
    let document = Document(text: text, tokenization: tokenization(of: run.stages[0]))
    let words = document.words
    let read = Document(words: Array(words.prefix(Self.wordLimit)))
    let stages = run.stages.indices.map { stage -> Result<TextReading.Stage, TextReading.Fault> in
      do {
        guard tokenization(of: run.stages[stage]) == tokenization(of: run.stages[0]) else {
          throw OwnTextError.otherWords(stage: run.stages[stage].label)
        }
        return .success(try answer(of: stage, to: read))
      } catch {
        return .failure(TextReading.Fault(FailureReport.text(error)))
      }
    }
    let answered = stages.contains { (try? $0.get()) != nil }
    if !answered, case .failure(let fault)? = stages.first { throw fault }
    return TextReading(
      text: text, words: read.words, omitted: words.count - read.count, stages: stages)
  }

  private func tokenization(of stage: Stage) -> Tokenization {
    Tokenization(rawValue: stage.snapshot.origin.tokenizer) ?? .english
  }

  private func answer(of stage: Int, to document: Document) throws -> TextReading.Stage {
    let model = try model(of: stage)
    let vocabulary = try vocabulary(of: stage)
    let encoder = model.encoder
    try model.requireVocabulary(vocabulary.count, path: run.stages[stage].snapshot.path)
    let sizes = encoder.configuration
    let sites = run.sites
    let own = sizes.siteList
    guard sites.sites.allSatisfy({ own.site(named: $0.name)?.neurons == $0.neurons })
    else {
      throw OwnTextError.otherSites(
        path: model.path, found: own.description, expected: sites.description)
    }
    let ids = vocabulary.ids(of: document)
    var activations = [Float](repeating: 0, count: ids.count * sites.neuronCount)
    // One processor is left to the interface.
    let workers = Workers(threads: max(1, Workers.cores - 1))
    let source = ActivationReader(encoder, workers: workers)
    for (place, ownSite) in own.sites.enumerated() {
      guard let site = sites.site(named: ownSite.name) else { continue }
      let read = TokenActivations(source, [ids], site: place, all: true)
      for (word, token) in (read.documents.first ?? []).enumerated() {
        let start = word * sites.neuronCount + site.firstRow
        for (neuron, value) in (token.all ?? []).enumerated() { activations[start + neuron] = value }
      }
    }
    return TextReading.Stage(
      isKnown: ids.map { $0 != vocabulary.unknownID }, activations: activations,
      neuronCount: sites.neuronCount)
  }

  /// The vocabulary that the snapshot was collected with: its own list of tokens.
  private func vocabulary(of stage: Int) throws -> Vocabulary {
    if let known = cache.withLock({ $0.vocabularies[stage] }) { return known }
    let snapshot = run.stages[stage].snapshot
    let names = (0..<snapshot.tokens.featureCount).map { snapshot.tokens.name(of: $0) }
    let vocabulary = try Vocabulary(tokens: names, path: snapshot.path)
    cache.withLock { $0.vocabularies[stage] = vocabulary }
    return vocabulary
  }

  /// The checkpoint that the snapshot was taken from, and no other of the same name.
  private func model(of stage: Int) throws -> Checkpoint {
    let (label, origin) = (run.stages[stage].label, run.stages[stage].snapshot.origin)
    let path = checkpointPath(origin.checkpoint)
    let key = path + " " + origin.checkpointHash
    if let known = cache.withLock({ $0.models[key] }) { return known }
    guard access(path, F_OK) == 0 else { throw OwnTextError.noCheckpoint(stage: label, path: path) }
    if !origin.checkpointHash.isEmpty, try SHA256.hexDigest(ofFileAt: path) != origin.checkpointHash {
      throw OwnTextError.otherCheckpoint(stage: label, path: path)
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

  /// In a run a checkpoint has a name; what `txray collect` wrote names a file.
  private func checkpointPath(_ name: String) -> String {
    let inRun = run.folder.checkpoint(name.isEmpty ? "?" : name)
    if access(inRun, F_OK) == 0 || !name.contains("/") && access(name, F_OK) != 0 { return inRun }
    return name
  }
}
