import Foundation
import LanguageModels

/// A run whose models lie outside of it.
enum ElsewhereRun {
  /// A path under `Tests`.
  static func reference(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../\(path)")
      .standardizedFileURL.path
  }

  /// The tokens of the recurrent model, and behind the special ones those of the transformers.
  static let words = ["<unk>", "the", "film", "is", "great", "dull", "and", "."]

  /// A run without a vocabulary, a recurrent model with its own beside it, and a tokenizer for the recorded
  /// transformers, which have 61 tokens and come without one.
  static func prepared(_ stages: String) throws -> TinyRun {
    let run = try TinyRun(settings: "")
    for name in ["elsewhere/words", "elsewhere/pieces"] {
      try FileManager.default.createDirectory(
        atPath: run.folder.resolve(name), withIntermediateDirectories: true)
    }
    try run.write("elsewhere/words/vocabulary.txt", Self.words.joined(separator: "\n") + "\n")
    try run.write(
      "elsewhere/pieces/vocab.txt",
      (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + Self.words.dropFirst()).joined(separator: "\n"))
    let model = LanguageModel(
      EncoderConfiguration(
        vocabularySize: Self.words.count, embeddingSize: 6, hiddenSize: 6, layers: 1, cell: .lstm),
      tied: true, seed: 5)
    try Checkpoint.write(
      .languageModel(model), to: run.folder.resolve("elsewhere/lstm.safetensors"), elementType: .float32,
      metadata: [:])
    try run.write(
      "run.toml",
      """
      [corpora.reviews]
      path = "corpora/reviews.tsv"
      label = "rating"
      [tags]
      tagger = "none"
      [models.base]
      path = "\(Self.reference("TransformersTests/Reference/bert"))"
      tokenizer = "elsewhere/pieces"
      [models.tuned]
      path = "elsewhere/../\("elsewhere/bert")"
      tokenizer = "elsewhere/pieces"
      from = "base"
      [models.lstm]
      path = "elsewhere/lstm.safetensors"
      tokenizer = "elsewhere/words/vocabulary.txt"
      [models.recorded]
      path = "\(Self.reference("RecordingsTests/Reference/whole.recording"))"
      \(stages)
      """)
    try FileManager.default.copyItem(
      atPath: Self.reference("TransformersTests/Reference/bert"), toPath: run.folder.resolve("elsewhere/bert")
    )
    return run
  }

  /// A stage of `run.toml`.
  static func stage(_ name: String, _ model: String, _ more: String = "corpus = \"reviews\"")
    -> String
  {
    "[[stages]]\nname = \"\(name)\"\nmodel = \"\(model)\"\n\(more)\n"
  }
}
