import Foundation
import Kernels
import Prerequisites
import Pruning
import Sites
import TensorFiles
import Testing
import Transformers

/// Pruned transformers as folders that others load.
@Suite struct TransformerExportTests {
  private static let documents: [[Int32]] = [[7], [8, 9, 10, 11, 12, 13]]
  private let workers = Workers(threads: 1)

  private static func reference(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../TransformersTests/Reference/\(name)").standardizedFileURL.path
  }

  /// Some neurons of both layers, and a head.
  private func mask(_ model: Transformer) throws -> PruningMask {
    let sites = try #require(try model.holdableSites("*"))
    let rows = sites.sites.flatMap { site -> [Int] in
      guard site.name.hasSuffix("hook_z") else { return [1, 7, 20].map { site.firstRow + $0 } }
      let size = model.unitSize(site: site.name) ?? 1
      return site.name.contains(".1.") ? (0..<size).map { site.firstRow + size + $0 } : []
    }
    return PruningMask(sites: sites, prunedRows: rows)
  }

  private func logits(_ model: Transformer) throws -> [[Float]] {
    if model.labelCount != nil { return try model.classificationLogits(Self.documents, workers: workers) }
    return try zip(Self.documents, model.logits(Self.documents, workers: workers)).map { document, logits in
      Array(logits.suffix(logits.count / document.count))
    }
  }

  private func exported(
    _ name: String, _ mode: PruningMode = .zero, to folder: TemporaryPlace, adapter: String? = nil
  ) throws -> (held: Transformer, mask: PruningMask) {
    let model = try Transformer(path: Self.reference(name), adapter: adapter)
    let mask = try mask(model)
    let means = SiteMeans(
      sites: mask.sites, values: (0..<mask.sites.neuronCount).map { 0.25 * Double($0 % 7) - 0.5 })
    try PruningExport.write(
      .baked, model, mask: mask, mode: mode, means: { means }, to: folder.path, metadata: ["parent": name])
    return (try model.pruned(by: mask, mode: mode, means: means), mask)
  }

  /// What is written computes what the model computes that holds the same: shapes, types and other files are as they
  /// were, and the mask is beside.
  @Test(arguments: ["gpt2", "llama", "llama-shards", "gpt2-pickle", "gpt-neox", "bert-classifier", "gemma2"])
  func theFolderHoldsThePrunedModel(name: String) throws {
    let folder = TemporaryPlace()
    let (held, mask) = try exported(name, to: folder)
    let loaded = try Transformer(path: folder.path)
    for (found, expected) in try zip(logits(loaded), logits(held)) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-6 }, "\(name)")
    }
    #expect(try PruningMask(contentsOf: folder.path + "/keep-mask.safetensors", sites: mask.sites) == mask)
    let weights = try SafetensorsFile(path: folder.path + "/model.safetensors")
    #expect(weights.metadata["format"] == "pt" && weights.metadata["parent"] == name)
    let before = try held.weightFiles.flatMap { try TensorArchive(path: $0).tensors }
    #expect(weights.tensors.count == before.count)
    for tensor in before {
      let written = try #require(weights.tensor(named: tensor.name))
      #expect(written.shape == tensor.shape && written.elementType == tensor.elementType, "\(tensor.name)")
    }
    let config = try Data(contentsOf: URL(fileURLWithPath: Self.reference(name) + "/config.json"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/config.json")) == config)
    // Never over what is there.
    #expect(throws: TransformerError.folderIsTaken(path: folder.path)) { try held.write(to: folder.path) }
  }

  @Test func meansGoIntoBiasesAndNowhereElse() throws {
    let folder = TemporaryPlace()
    let (held, _) = try exported("gpt2", .mean, to: folder)
    for (found, expected) in try zip(logits(Transformer(path: folder.path)), logits(held)) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(throws: TransformerError.self) { try exported("llama", .mean, to: TemporaryPlace()) }
  }

  @Test func anAdapterIsMergedAndAGGUFFileIsRefused() throws {
    let folder = TemporaryPlace()
    let (held, _) = try exported(
      "gpt2-adapter", to: folder, adapter: Self.reference("gpt2-adapter/adapter"))
    let whole = try Transformer(path: Self.reference("gpt2-adapter"))
    for (found, expected) in try zip(logits(Transformer(path: folder.path)), logits(held)) {
      // Merged weights are rounded to the 16 bits that the base's have.
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 0.1 })
      #expect(try found != logits(whole)[0])
    }
    let file = try Transformer(path: Self.reference("gguf-llama/model.gguf"))
    #expect(throws: TransformerError.self) { try file.write(to: TemporaryPlace().path) }
  }

  /// The transformers library loads what is exported, with no tensor missing or left over, to the same logits.
  @Test(arguments: [
    ("gpt2", PruningMode.zero), ("gpt2", .mean), ("llama", .zero), ("bert-classifier", .zero),
  ])
  func theLibraryLoadsIt(name: String, mode: PruningMode) throws {
    guard let python = PyTorchExportTests.python(with: "transformers") else {
      try Prerequisite.notGiven("no Python with torch and transformers to load exported folders")
    }
    let folder = TemporaryPlace()
    let (held, _) = try exported(name, mode, to: folder)
    let documents = try String(decoding: JSONEncoder().encode(Self.documents), as: UTF8.self)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("check_baked_folder.py").path
    let printed = try PyTorchExportTests.run(
      python, arguments: [script, folder.path, documents], in: NSTemporaryDirectory())
    let found = try JSONDecoder().decode([[Float]].self, from: Data(printed.utf8))
    for (found, expected) in zip(found, try logits(held)) {
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 5e-5 }, "\(name) \(mode)")
    }
  }
}

/// A place for a folder that is not there yet; whatever comes there is removed.
private final class TemporaryPlace {
  let path = NSTemporaryDirectory() + "txray-folder-\(UUID().uuidString)"

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
