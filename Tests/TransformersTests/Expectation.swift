import Foundation
import Kernels
import Sites
import TensorFiles
import Testing
import Transformers

/// A recorded model, and what the transformers library computed with it; see make_expectations.py.
struct Expectation {
  let name: String
  private let file: SafetensorsFile

  static func folder(_ name: String) -> String {
    Bundle.module.resourcePath.map { "\($0)/Reference/\(name)" } ?? name
  }

  /// All recorded models.
  static let names: [String] = {
    let listed = (try? FileManager.default.contentsOfDirectory(atPath: folder(""))) ?? []
    return listed.filter { FileManager.default.fileExists(atPath: folder($0) + "/expected.safetensors") }
      .sorted()
  }()

  /// The recorded model itself.
  static func model(_ name: String) throws -> Transformer {
    let (folder, files) = (folder(name), FileManager.default)
    let isGGUF = files.fileExists(atPath: folder + "/model.gguf")
    let adapter = files.fileExists(atPath: folder + "/adapter") ? folder + "/adapter" : nil
    return try Transformer(path: isGGUF ? folder + "/model.gguf" : folder, adapter: adapter)
  }

  init(_ name: String) throws {
    self.name = name
    file = try SafetensorsFile(path: Self.folder(name) + "/expected.safetensors")
  }

  /// One document and what was recorded of it.
  struct Document {
    let ids: [Int32]
    /// Which tokens were recorded.
    let rows: [Int]
    /// For each of them: all sites side by side, the final hidden state, logits.
    let sites, states, logits: [[Float]]
  }

  /// The recorded documents, the shortest first.
  func documents() throws -> [Document] {
    let names = file.tensors.map(\.name).filter { $0.hasPrefix("ids.") }.map { String($0.dropFirst(4)) }
    return try names.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { name in
      Document(
        ids: try file.integers("ids.\(name)"), rows: try file.integers("rows.\(name)"),
        sites: try table("sites.\(name)"), states: try table("states.\(name)"),
        logits: try table("logits.\(name)"))
    }
  }

  private func table(_ name: String) throws -> [[Float]] {
    let width = try #require(try file.requiredTensor(named: name).shape.last)
    let values = try file.floats(name)
    return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
  }
}

/// Every activation of a reading: for each document, token and site, as one row of all sites.
final class Recorder: @unchecked Sendable {
  private(set) var rows: [[[Float]]]
  private let lock = NSLock()

  init(_ documents: [[Int32]]) { rows = documents.map { $0.map { _ in [] } } }

  func take(_ chunk: ActivationChunk, sites: Int) {
    lock.lock()
    defer { lock.unlock() }
    for (row, token) in chunk.tokens.enumerated() {
      for site in 0..<sites { rows[chunk.document][token] += chunk.activations(site: site).row(row) }
    }
  }

  /// Reads documents with a reader.
  static func read(_ documents: [[Int32]], _ reader: TransformerReader) -> [[[Float]]] {
    let recorder = Recorder(documents)
    reader.read(documents) { recorder.take($0, sites: reader.sites.sites.count) }
    return recorder.rows
  }
}

/// The largest difference, over the largest number that was expected; infinite where a number is missing, or is
/// none.
func distance(_ found: [Float], _ expected: [Float]) -> Float {
  let largest = expected.map(abs).max() ?? 0
  return largestDifference(found, expected) / max(largest, 1e-30)
}

/// The largest difference; infinite where a number is missing, or is none.
func largestDifference(_ found: [Float], _ expected: [Float]) -> Float {
  let differences = zip(found, expected).map { abs($0 - $1) }
  guard found.count == expected.count, differences.allSatisfy(\.isFinite) else { return .infinity }
  return differences.max() ?? 0
}
