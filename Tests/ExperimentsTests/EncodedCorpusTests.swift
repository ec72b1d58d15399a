import Corpora
import Foundation
import Kernels
import Testing
import Tokenizers

@testable import Experiments

/// Texts as ids, documents encoded on several threads.
@Suite struct EncodedCorpusTests {
  private static let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "film", "good"]
  private let folder = NSTemporaryDirectory() + "txray-encoded-\(UUID().uuidString)"

  private func encoded(
    _ text: String, _ documents: CorpusFormat.TextDocuments = .line, longest: Int? = nil, threads: Int = 2
  ) throws -> [[Int32]] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(Self.words.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder + "/vocab.txt"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/text"))
    return try EncodedCorpus(
      CorpusDescription(path: folder + "/text", format: .text(documents: documents)),
      encoder: .pieces(Tokenizer(contentsOf: folder)), longest: longest, workers: Workers(threads: threads)
    ).documents
  }

  /// More documents than are encoded at once.
  @Test func documentsStayInOrderHoweverManyThreads() throws {
    let text = (0..<600).map { $0 % 3 == 0 ? "film\n" : "good film\n" }.joined()
    let documents = try encoded(text, threads: 3)
    #expect(documents == (0..<600).map { $0 % 3 == 0 ? [2, 5, 3] : [2, 6, 5, 3] })
    #expect(try encoded(text, threads: 1) == documents)
  }

  /// A document longer than the reader's limit comes in pieces; the tokenizer's own tokens stood between them.
  @Test func aLongDocumentIsOneText() throws {
    let line = "film" + String(repeating: " ", count: 400_000) + "\n"
    let documents = try encoded(String(repeating: line, count: 4) + "good\n", .file)
    #expect(documents == [[2, 5, 5, 5, 5, 6, 3]])
  }

  /// What `tokenizer(text, truncation=True, max_length=4)` gives.
  @Test func theClosingTokenSurvivesTruncation() throws {
    #expect(
      try encoded("good film good film\ngood film\nfilm\n", longest: 4) == [
        [2, 6, 5, 3], [2, 6, 5, 3], [2, 5, 3],
      ])
  }
}
