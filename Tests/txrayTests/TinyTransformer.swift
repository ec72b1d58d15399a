import Foundation

/// Small random transformers, with a tokenizer whose tokens those of 61 embeddings have room for.
enum TinyTransformer {
  /// Where one that was made for `TransformersTests` lies.
  static func folder(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../TransformersTests/Reference/\(name)").standardizedFileURL.path
  }

  /// Writes the tokenizer `words` and a text of three short documents, six times.
  static func writeWords(into folder: TemporaryFolder, text: String) throws {
    let words = ["the", "film", "is", "old", "good", "a", "dog", "bark", "##s", "##ing", "."]
    try folder.write(
      "words/vocab.txt",
      (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words).joined(separator: "\n") + "\n")
    let documents = "The film is good.\n\nA dog barks.\n\nThe old dog is barking, a film is old.\n\n"
    try folder.write(text, String(repeating: documents, count: 6))
  }
}
