import Experiments
import Files
import Foundation
import Kernels
import LanguageModels
import TensorFiles
import Testing

/// What several stages' files show of one another: each case is named, and nothing that the files don't show.
@Suite struct StageAuditTests {
  /// Models made from a recorded one by changing tensors.
  private final class Models {
    let path = NSTemporaryDirectory() + "txray-audit-\(UUID().uuidString)"
    private var references: [ModelReference] = []

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func recorded(_ name: String) -> String {
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../TransformersTests/Reference/\(name)").standardizedFileURL.path
    }

    /// A copy of a recorded model whose tensors `change` gives new values and names.
    func add(
      _ name: String, of model: String = "llama-shards", tokenizer: String? = nil,
      _ change: (_ name: String, _ values: inout [Float]) -> String? = { name, _ in name },
      file: (String) -> String = { $0 }
    ) throws {
      let (source, target) = (Self.recorded(model), "\(path)/\(name)")
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for entry in try FileManager.default.contentsOfDirectory(atPath: source) {
        if entry.hasPrefix("model"), entry.hasSuffix(".safetensors") {
          let archive = try SafetensorsFile(path: "\(source)/\(entry)")
          var writer = SafetensorsWriter(metadata: ["format": "pt"])
          for tensor in archive.tensors {
            var values = try archive.floats(tensor.name)
            guard let renamed = change(tensor.name, &values) else { continue }
            writer.add(renamed, shape: tensor.shape, elementType: .float32) { try $0.write(values) }
          }
          try writer.write(to: "\(target)/\(file(entry))")
        } else if entry.hasSuffix(".json") {
          try FileManager.default.copyItem(atPath: "\(source)/\(entry)", toPath: "\(target)/\(entry)")
        }
      }
      if let tokenizer {
        try Data(tokenizer.utf8).write(to: URL(fileURLWithPath: "\(target)/vocab.txt"))
      }
      references.append(ModelReference(name: name, paths: [target]))
    }

    func add(_ reference: ModelReference) { references.append(reference) }

    func audit() throws -> StageAudit { try StageAudit(references, workers: Workers(threads: 2)) }

    func warnings() throws -> [AuditFinding] { try audit().findings.filter(\.isWarning) }
  }

  private static func scaled(_ factor: Float) -> (String, inout [Float]) -> String? {
    { name, values in
      for index in values.indices { values[index] *= factor }
      return name
    }
  }

  @Test func aStageAndAnotherTrainingOfItRaiseNoDoubt() throws {
    let models = try Models()
    try models.add("base")
    try models.add("tuned", Self.scaled(1.01))
    let audit = try models.audit()
    #expect(audit.findings.allSatisfy { !$0.isWarning }, "\(audit.findings)")
    #expect(audit.stages.map(\.parent) == [nil, nil])
    #expect(audit.stages.allSatisfy { $0.tensors > 10 && ($0.norm ?? 0) > 0 })
  }

  @Test func theSameFileTwiceAndARenamedCopyAreNamed() throws {
    let models = try Models()
    try models.add("base")
    try models.add("twin")
    try models.add("copy") { name, _ in name.hasPrefix("model.") ? String(name.dropFirst(6)) : name }
    #expect(try models.warnings() == [.sameWeights("base", "twin"), .renamedCopy("base", "copy")])
  }

  @Test func oneShardOfAnotherStageIsNamed() throws {
    let models = try Models()
    try models.add("a")
    let first = try SafetensorsFile(
      path: Models.recorded("llama-shards") + "/model-00001-of-00002.safetensors")
    try models.add("b") { name, values in
      first.tensor(named: name) == nil ? Self.scaled(1.1)(name, &values) : name
    }
    let warnings = try models.warnings()
    guard
      case .sharedShard("b", "model-00001-of-00002.safetensors", "a", let shared, let others)? = warnings
        .first
    else {
      Issue.record("\(warnings)")
      return
    }
    #expect(warnings.count == 1 && shared > 1 && others > 1)
  }

  /// A frozen part that is no whole file is worth a note, and no more.
  @Test func aFrozenPartIsNoDoubt() throws {
    let models = try Models()
    try models.add("a")
    try models.add("b") { name, values in
      name.contains("embed") ? name : Self.scaled(1.1)(name, &values)
    }
    let findings = try models.audit().findings
    #expect(
      findings.contains { if case .partlySame("a", "b", 1, _) = $0 { true } else { false } }, "\(findings)")
    #expect(findings.allSatisfy { !$0.isWarning })
  }

  @Test func swappedFilesOfOneStageAreNamed() throws {
    let models = try Models()
    try models.add(
      "swapped",
      file: { $0.contains("00001") ? "model-00002-of-00002.safetensors" : "model-00001-of-00002.safetensors" }
    )
    guard case .misplacedTensor("swapped", _, _, _)? = try models.warnings().first else {
      Issue.record("\(try models.warnings())")
      return
    }
  }

  /// As where a trainer adds a padding token.
  @Test func aTokenAtTheEndMakesNoOtherTokenizer() throws {
    let models = try Models()
    let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n"
    try models.add("a", of: "bert", tokenizer: words)
    try models.add("b", of: "bert", tokenizer: words + "film\n", Self.scaled(1.1))
    let audit = try models.audit()
    #expect(audit.findings.contains(.differentTokenizers("a", "b", hasSameTokens: true)), "\(audit.findings)")
    #expect(audit.findings.allSatisfy { !$0.isWarning }, "\(audit.findings)")
  }

  @Test func otherTokenizersAndArchitecturesAreNamed() throws {
    let models = try Models()
    let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n"
    try models.add("a", of: "bert", tokenizer: words + "film\n")
    try models.add("b", of: "bert", tokenizer: words + "dog\n", Self.scaled(1.1))
    try models.add("c", of: "gpt2")
    let warnings = try models.warnings()
    #expect(warnings.contains(.differentTokenizers("a", "b", hasSameTokens: false)), "\(warnings)")
    #expect(
      warnings.contains(.differentArchitectures("a", "c", part: "family", a: "bert", b: "gpt2")),
      "\(warnings)")
    #expect(try models.audit().findings.contains(.noTokenizer("c")))
  }

  /// Recordings of one text by tokenizers whose digests differ: tokens are compared by name, where the files have names.
  @Test func recordingsAreComparedByTheNamesOfTheirTokensOrNotAtAll() throws {
    let models = try Models()
    func add(_ name: String, keepingNames: Bool = true, _ change: (inout [UInt8]) -> Void = { _ in }) throws {
      let file = try SafetensorsFile(
        path: Models.recorded("../../RecordingsTests/Reference/pieces.recording"))
      var metadata = file.metadata
      metadata["tokenizer.sha256"] = name
      var writer = SafetensorsWriter(metadata: metadata)
      for tensor in file.tensors {
        let isName = tensor.name.hasPrefix("vocabulary.")
        if isName, !keepingNames { continue }
        var bytes = try file.withUnsafeBytes(of: tensor.name) { Array($0) }
        if tensor.name == "vocabulary.text" { change(&bytes) }
        writer.add(tensor.name, shape: tensor.shape, elementType: tensor.elementType, bytes: bytes)
      }
      try writer.write(to: "\(models.path)/\(name).recording")
      models.add(ModelReference(name: name, paths: ["\(models.path)/\(name).recording"]))
    }
    try add("a")
    try add("same")
    try add("other") { $0[$0.count - 1] ^= 1 }
    try add("nameless", keepingNames: false)
    let found = try models.audit().findings.filter { $0.kind == "different-tokenizers" }
    #expect(
      found == [
        .differentTokenizers("a", "same", hasSameTokens: true),
        .differentTokenizers("a", "other", hasSameTokens: false),
      ])
  }

  @Test func untrainedModelsAreNamedAndTrainedOnesNot() throws {
    let models = try Models()
    try models.add("trained")
    try models.add("new") { name, values in
      if name.contains("norm") { values = [Float](repeating: 1, count: values.count) }
      return name
    }
    let found = try models.warnings().filter { if case .untrainedNorms = $0 { true } else { false } }
    #expect(found.map(\.stages) == [["new"]])
    func recurrent(_ name: String, scale: Float) throws {
      let model = LanguageModel(
        EncoderConfiguration(vocabularySize: 20, embeddingSize: 16, hiddenSize: 16, layers: 1, cell: .lstm),
        tied: true, seed: 5)
      let path = "\(models.path)/\(name).safetensors"
      try Checkpoint.write(.languageModel(model), to: path, elementType: .float32, metadata: [:])
      let file = try SafetensorsFile(path: path)
      var writer = SafetensorsWriter(metadata: [:])
      for tensor in file.tensors {
        var draws = SplitMix(state: UInt64(tensor.name.utf8.reduce(0) { Int($0) + Int($1) }))
        let values = (0..<tensor.count).map { _ in (draws.next() * 2 - 1) * 0.25 * scale }
        writer.add(tensor.name, shape: tensor.shape, elementType: .float32) { try $0.write(values) }
      }
      try writer.write(to: path)
      models.add(ModelReference(name: name, paths: [path]))
    }
    try recurrent("drawn", scale: 1)
    try recurrent("grown", scale: 1.5)
    let drawn = try models.warnings().filter { if case .untrainedRecurrence = $0 { true } else { false } }
    #expect(drawn.map(\.stages) == [["drawn"]])
  }

  /// Evenly spread numbers, the same on every run.
  private struct SplitMix {
    var state: UInt64

    mutating func next() -> Float {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Float((z ^ (z >> 31)) >> 40) / Float(1 << 24)
    }
  }

  @Test func aStageThatBreaksTheTrendIsNamedAndItsNeighboursNot() throws {
    let models = try Models()
    for (step, factor) in [1, 1.02, 1.04, 1.31, 1.08, 1.1, 1.12].enumerated() {
      try models.add("step-\(step)", Self.scaled(Float(factor)))
    }
    let found = try models.warnings()
    guard case .offTrend("step-3", let off, let all)? = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    #expect(off == all)
  }

  @Test func aSmoothRowIsNotDoubted() throws {
    let models = try Models()
    for step in 0..<6 { try models.add("step-\(step)", Self.scaled(1 + 0.1 / Float(step + 1))) }
    #expect(try models.warnings().isEmpty)
  }

  @Test func aTrainersOwnRecordIsHeldAgainstItsFolder() throws {
    let models = try Models()
    try models.add("checkpoint-86")
    try Data("{\"global_step\": 154}".utf8)
      .write(to: URL(fileURLWithPath: models.path + "/checkpoint-86/trainer_state.json"))
    #expect(try models.warnings() == [.otherStep(stage: "checkpoint-86", folder: 86, recorded: 154)])
  }

  /// Weights of one file, with an adapter and without, are no mistake.
  @Test func anAdapterHasItsModelsWeightsInCommon() throws {
    let models = try Models()
    let base = Models.recorded("gpt2-adapter")
    models.add(ModelReference(name: "base", paths: [base]))
    models.add(ModelReference(name: "tuned", paths: [base], adapter: base + "/adapter"))
    #expect(try models.audit().findings == [.noTokenizer("base"), .noTokenizer("tuned")])
  }
}
