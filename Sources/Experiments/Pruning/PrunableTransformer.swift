import Kernels
import LanguageModels
import Pruning
import Sites
import TensorFiles
import Tokenizers
import Transformers

/// A transformer with its tokenizer: its neurons and heads are pruned by what they are held at.
struct PrunableTransformer: PrunableModel {
  private let folder: TransformerFolder
  let sites: SiteList
  private let reading: TransformerReading

  /// Takes a model that predicts tokens or classifies documents.
  ///
  /// - Parameters:
  ///   - reading: how its stage is read.
  ///   - pattern: where neurons are taken out; nil for where the stage reads them.
  /// - Throws: `PruningStudyError.nothingToScore`, `.nothingPrunable`; `TransformerError.noSuchSite`, `.badWindow`.
  init(_ folder: TransformerFolder, _ reading: TransformerReading, sites pattern: String?) throws {
    let model = folder.model
    self.folder = folder
    self.reading = reading
    let isPredictor = model.isCausal && model.summary.hasLanguageHead
    guard isPredictor || (model.labelCount ?? 0) > 0 else {
      throw PruningStudyError.nothingToScore(path: model.path)
    }
    guard let sites = try model.holdableSites(pattern ?? reading.sites) else {
      throw PruningStudyError.nothingPrunable(sites: pattern ?? reading.sites, path: model.path)
    }
    self.sites = sites
  }

  var recurrentCheckpoint: Checkpoint? { nil }
  var path: String { folder.model.path }
  var modes: [PruningMode] { PruningMode.ofTransformers }
  var isClassifier: Bool { folder.model.labelCount != nil }
  var parameterCount: Int { folder.model.summary.parameters }

  /// What is held is as many numbers as before.
  func parameterCount(without mask: PruningMask, mode: PruningMode) throws -> Int { parameterCount }

  func unitSize(site: String) -> Int { folder.model.unitSize(site: site) ?? 1 }

  func heads(_ text: String) throws -> [NeuronID] { try HeadListText.neurons(text, of: folder.model) }

  func weightsDigest(_ file: (String) throws -> String) throws -> String { try folder.digest(file) }

  func digests(_ file: (String) throws -> String) throws -> [String] {
    [try weightsDigest(file), try folder.requiredTokenizer().digest, "\(reading)"]
  }

  func text(_ corpus: RunCorpus, name: String, workers: Workers) throws -> ScoredText {
    let model = folder.model
    var description = corpus.description
    description.labelsAreNames = true
    // A classifier reads a document's first window, which ends as every text does.
    let encoded = try EncodedCorpus(
      description, encoder: .pieces(folder.requiredTokenizer()),
      longest: model.labelCount == nil ? nil : model.defaultWindow, workers: workers)
    try CollectedModelError.check(
      Array(encoded.documents.joined()), rows: model.architecture.vocabularySize, path: path)
    guard let labels = model.labelCount else {
      return ScoredText(documents: encoded.documents, task: .tokens)
    }
    // Names only where all are the model's own, else numbers.
    let known = model.labelNames.map { ClassNames(path: path, names: $0) }
    let names = known.flatMap { names in
      encoded.labelTexts.allSatisfy { $0.flatMap(names.number) != nil } ? names : nil
    }
    let task: ScoredText.Task
    if labels > 2 || names != nil {
      let classes = try encoded.classNumbers(corpus, names, name: name, count: labels)
      task = labels > 2 ? .classes(classes) : .binary(classes.map(Double.init))
    } else {
      task = .binary(try encoded.labelled(corpus, name: name).map(\.label))
    }
    let text = ScoredText(documents: encoded.documents, task: task)
    // Of a document without a token there is nothing to say.
    return text.picking(text.documents.indices.filter { !text.documents[$0].isEmpty })
  }

  func source(_ workers: Workers) throws -> any ActivationSource {
    var reading = reading
    reading.sites = sites.sites.map(\.name).joined(separator: ",")
    return try CollectedModel.transformer(folder.model, reading).source(workers)
  }

  func specialIDs() throws -> Set<Int32> {
    DocumentEncoder.pieces(try folder.requiredTokenizer()).specialIDs
  }

  func scoring(
    _ text: ScoredText, means: @escaping () throws -> SiteMeans, workers: Workers,
    isCancelled: @escaping () -> Bool
  ) -> any PrunedScoring {
    let length = reading.window ?? folder.model.defaultWindow
    return TransformerScoring(
      folder.model, text, window: (length, reading.overlap ?? length / 4), workers: workers, means: means,
      isCancelled: isCancelled)
  }

  func export(
    _ kind: PruningExport.Kind, mask: PruningMask, mode: PruningMode, means: () throws -> SiteMeans,
    to path: String, elementType: ElementType, metadata: [String: String]
  ) throws {
    try PruningExport.write(
      kind, folder.model, mask: mask, mode: mode, means: means, to: path, metadata: metadata)
  }
}
