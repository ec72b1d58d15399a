import Foundation
import Recordings
import Testing
import Tokenizers

@testable import Experiments

@Suite struct DocumentEncoderTests {
  @Test func specialTokensCutATextIntoRuns() {
    #expect([Int32]([9, 1, 2, 9, 9, 3]).runs(without: [9]) == [1..<3, 5..<6])
    #expect([Int32]([1, 2]).runs(without: []) == [0..<2])
    #expect([Int32]([9]).runs(without: [9]) == [])
    #expect([Int32]().runs(without: []) == [])
  }

  /// Tokens match by name, so what PyTorch recorded must call them as our own tokenizer does: with spaces to be seen,
  /// and with bytes that are no text by the letters that spell them.
  @Test func recordedByteLevelTokensHaveOurTokenizersNames() throws {
    let reference = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../RecordingsTests/Reference").standardizedFileURL.path
    let recording = try Recording(path: "\(reference)/byte-level.recording")
    let tokenizer = try Tokenizer(contentsOf: "\(reference)/byte-level/tokenizer.json")
    let names = DocumentEncoder.pieces(tokenizer).names(count: tokenizer.vocabularySize)
    #expect(recording.tokenNames() == names)
    #expect(
      Set(names).count == names.count && names.contains("\u{2581}the") && names.contains("<|endoftext|>"))
  }
}
