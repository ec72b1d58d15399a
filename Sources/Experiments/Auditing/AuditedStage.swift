import Files
import LanguageModels
import Recordings
import TensorFiles
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
  let tokenizer: Tokenizer?
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
      (step, recordedDigest) = (facts.trainingStep, nil)
      index = Self.index(in: folder.model.path)
    case .recurrent:
      let checkpoint = try Checkpoint(contentsOf: path)
      architecture = [
        ("sites", "\(checkpoint.encoder.siteList)"), ("vocabulary", "\(checkpoint.encoder.vocabularySize)"),
      ]
      print = try WeightPrint(files: [path])
      tokenizer = nil
      tokenizerDigest = try reference.tokenizer.map { try SHA256.hexDigest(ofFileAt: $0) }
      (step, recordedDigest, index) = (nil, nil, [:])
    case .recording:
      let facts = try RecordingSet(paths: reference.paths).facts
      architecture = [("sites", "\(facts.sites)")]
      (print, tokenizer, step, index) = (nil, nil, nil, [:])
      tokenizerDigest = facts.tokenizerHash.isEmpty ? nil : facts.tokenizerHash
      recordedDigest = facts.checkpointHash.isEmpty ? nil : facts.checkpointHash
    }
  }

  private static let indexLimit = 64 << 20

  private static func index(in folder: String) -> [String: String] {
    for name in ["model.safetensors.index.json", "pytorch_model.bin.index.json"] {
      guard let bytes = try? FileBytes.read("\(folder)/\(name)", limit: indexLimit) else { continue }
      return bytes.withUnsafeBytes { bytes in
        var scanner = JSONScanner(bytes)
        guard let value = try? scanner.value(), case .object(let members)? = value["weight_map"] else {
          return [:]
        }
        return Dictionary(
          members.compactMap { member in member.value.text.map { (member.key, $0) } },
          uniquingKeysWith: { $1 })
      }
    }
    return [:]
  }

  /// The number that ends the folder's name, where a trainer gave it.
  var folderStep: Int? {
    let name = reference.paths[0].lastPathPart
    return name.hasPrefix("checkpoint-") ? Int(name.dropFirst("checkpoint-".count)) : nil
  }
}
