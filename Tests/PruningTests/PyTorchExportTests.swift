import Files
import Foundation
import Goldens
import Kernels
import LanguageModels
import NeuronPreferences
import Prerequisites
import Pruning
import Testing

/// The Python of the documentation, run on exported files.
///
/// Where PyTorch isn't installed, it is checked that the exported bytes are those that PyTorch loaded when
/// Reference/exports.json was recorded (TXRAY_RECORD=1 records it anew and lets the run fail).
@Suite struct PyTorchExportTests {
  private static let names = ["keep-mask", "torch-prune", "baked", "structural"]

  private struct Recorded: Codable, Equatable {
    /// SHA-256 of the exported file, by model and kind.
    var files: [String: String] = [:]
    /// What the documentation's lines printed.
    var printed: [String: Double] = [:]
  }

  @Test func theDocumentationLoadsWhatIsExported() throws {
    let blocks = try Self.pythonBlocks()
    // The last one is for transformers: TransformerExportTests.
    #expect(blocks.count == 6)
    var found = Recorded()
    var computed: [String: Double] = [:]
    let python = Self.python()
    for name in ["classifier", "pooled_classifier"] {
      let folder = NSTemporaryDirectory() + "txray-exports-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let model = try Reference.model(name)
      let mask = try PruningMask(model, layers: [[1, 3, 5, 6, 15]])
      try Checkpoint.write(
        model, to: folder + "/checkpoint.safetensors", elementType: .float32, metadata: [:])
      for (kind, block) in zip(Self.names, blocks.dropFirst()) {
        let path = "\(folder)/\(kind).safetensors"
        let mode: PruningMode = kind == "keep-mask" ? .readout : .recurrent
        try PruningExport.write(
          try #require(PruningExport.Kind(rawValue: kind)), model, mask: mask, mode: mode, to: path,
          elementType: .float32)
        found.files["\(name) \(kind)"] = try SHA256.hexDigest(ofFileAt: path)
        let expected = try RecurrentScoring(model, [[1, 2, 3]]).outcomes(mask, mode: mode).values[0]
        computed["\(name) \(kind)"] = expected
        guard let python else { continue }
        let printed = try Self.run(python, blocks[0] + block, in: folder)
        let number = try #require(
          Double(printed.trimmingCharacters(in: .whitespacesAndNewlines)), "\(printed)")
        #expect(abs(number - expected) < 1e-5, "\(name) \(kind)")
        found.printed["\(name) \(kind)"] = number
      }
    }
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Reference/exports.json")
    if Golden.isRecording, python != nil {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try (encoder.encode(found) + Data("\n".utf8)).write(to: path)
      Issue.record("recorded \(path.path)")
      return
    }
    let recorded = try Reference.json("exports.json", as: Recorded.self)
    #expect(found.files == recorded.files)
    for (key, number) in computed { #expect(abs(number - (recorded.printed[key] ?? .nan)) < 1e-5) }
    for (key, number) in found.printed { #expect(abs(number - (recorded.printed[key] ?? .nan)) < 1e-5) }
  }

  @Test func aTiedModelExportsADecoderOfItsOwn() throws {
    let model = try Reference.model("lstm1_tied")
    let mask = try PruningMask(model, layers: [[0, 7]])
    let path = NSTemporaryDirectory() + "txray-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try PruningExport.write(
      .baked, model, mask: mask, mode: .readout, to: path, elementType: .float32, metadata: [:])
    let documents: [[Int32]] = [[1, 2, 3, 4, 5], [9, 8]]
    let loaded = try Checkpoint(contentsOf: path)
    #expect(loaded.metadata["tied"] == "false")
    #expect(loaded.metadata["pruned"] == "lstm.0:0,lstm.0:7")
    #expect(
      try RecurrentScoring(loaded.model, documents).outcomes()
        == RecurrentScoring(model, documents).outcomes(mask, mode: .readout))
    // Held at zero instead, it can stay tied.
    try PruningExport.write(
      .baked, model, mask: mask, mode: .recurrent, to: path, elementType: .float32, metadata: [:])
    #expect(try Checkpoint(contentsOf: path).metadata["tied"] == "true")
    // A file that can't be written leaves nothing behind.
    #expect(throws: (any Error).self) {
      try PruningExport.write(
        .structural, model, mask: mask, mode: .recurrent, to: UnwritablePlace().file("none.safetensors"),
        elementType: .float32)
    }
  }

  /// The Python of the documentation, block by block.
  private static func pythonBlocks() throws -> [String] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Pruning/Pruning.docc/LoadingInPyTorch.md")
    return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```python\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
  }

  /// A Python with PyTorch and these modules: $TXRAY_PYTHON or python3; nil, with the reason on standard error, if there
  /// is none.
  static func python(with modules: String = "safetensors") -> String? {
    let name = ProcessInfo.processInfo.environment["TXRAY_PYTHON"] ?? "python3"
    do {
      _ = try run(name, "import torch, \(modules)", in: NSTemporaryDirectory())
      return name
    } catch {
      FileHandle.standardError.write(
        Data("not run through PyTorch: \(name) can't import torch and \(modules) (set TXRAY_PYTHON)\n".utf8))
      return nil
    }
  }

  private struct Failed: Error { let errors: String }

  private static func run(_ python: String, _ program: String, in folder: String) throws -> String {
    try run(python, arguments: ["-c", program], in: folder)
  }

  static func run(_ python: String, arguments: [String], in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(errors: said) }
    return text
  }
}
