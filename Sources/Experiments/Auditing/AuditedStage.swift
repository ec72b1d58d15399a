import Files
import LanguageModels
import Recordings
import Runs
import Tokenizers
import Transformers

/// A stage's files, read once for what the audit asks of them.
struct AuditedStage: Sendable {
  let reference: ModelReference
  let kind: ModelReference.Kind
  /// Parts that models of one kind agree in, by name, in order.
  let architecture: [(part: String, value: String)]
  /// Nil for a recording, which has no weights.
  let print: WeightPrint?
  /// What identifies the weights where they are not at hand.
  let recordedDigest: String?
  private let tokenizer: Tokenizer?
  private let recordings: RecordingSet?
  private let names = OncePerModel<[String]?>()
  /// What identifies the tokenizer, if anything is known of it.
  let tokenizerDigest: String?
  /// The trainer's own record of the step.
  let step: Int?
  /// Which file the index of the shards says holds which tensor.
  let index: [String: String]

  var name: String { reference.name }

  /// Reads a stage. O(bytes of its weights).
  ///
  /// - Throws: `RunError.missingModel`, or what the files give.
  init(_ reference: ModelReference) throws {
    self.reference = reference
    kind = try reference.kind()
    let path = reference.paths[0]
    switch kind {
    case .transformer:
      let folder = try TransformerFolder(
        path: path, adapter: reference.adapter, tokenizer: reference.tokenizer)
      let facts = folder.model.summary
      architecture = [
        ("family", facts.family), ("layers", "\(facts.layers)"), ("width", "\(facts.hiddenSize)"),
        ("heads", "\(facts.heads)"), ("neurons of a layer", "\(facts.neurons)"),
        ("vocabulary", "\(facts.vocabularySize)"),
      ]
      print = try WeightPrint(files: folder.model.weightFiles)
      tokenizer = try? folder.tokenizer()
      tokenizerDigest = tokenizer?.digest
      (step, recordedDigest, recordings) = (facts.trainingStep, nil, nil)
      index = try folder.model.indexedFiles()
    case .recurrent:
      let checkpoint = try Checkpoint(contentsOf: path)
      architecture = [
        ("sites", "\(checkpoint.encoder.siteList)"), ("vocabulary", "\(checkpoint.encoder.vocabularySize)"),
      ]
      print = try WeightPrint(files: [path])
      (tokenizer, recordings) = (nil, nil)
      tokenizerDigest = try reference.tokenizer.map { try SHA256.hexDigest(ofFileAt: $0) }
      (step, recordedDigest, index) = (nil, nil, [:])
    case .recording:
      let set = try RecordingSet(paths: reference.paths)
      let facts = set.facts
      architecture = [("sites", "\(facts.sites)")]
      (print, tokenizer, step, index) = (nil, nil, nil, [:])
      recordings = set
      tokenizerDigest = facts.tokenizerHash.isEmpty ? nil : facts.tokenizerHash
      recordedDigest = facts.checkpointHash.isEmpty ? nil : facts.checkpointHash
    }
  }

  /// What each id is called in snapshots, nil where that is not at hand. O(vocabulary) the first time.
  func tokenNames() -> [String]? {
    names.value {
      if let recordings { return recordings.namesTokens ? recordings.tokenNames() : nil }
      return tokenizer.map { DocumentEncoder.pieces($0).names(count: $0.vocabularySize) }
    }
  }

  /// The number that ends the folder's name, where a trainer gave it.
  var folderStep: Int? { ModelPlaces.step(ofFolderNamed: RunFolder.lastName(of: reference.paths[0])) }
}
