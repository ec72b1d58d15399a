import Corpora
import Kernels
import LanguageModels

/// A corpus as token ids.
public struct EncodedCorpus: Sendable {
  /// Documents of token ids.
  public let documents: [[Int32]]
  /// One label a document, where there are any.
  public let labels: [Double?]
  /// The same as they stand in the text.
  let labelTexts: [String?]
  /// How many words the vocabulary doesn't have, and which.
  public let unknownWords: UnknownWords
  /// The tags that the text carries itself.
  let tags: [[String]?]
  /// The lines where the documents begin.
  let lines: [Int]

  /// Reads a corpus through a vocabulary. Memory: four bytes a token.
  ///
  /// - Throws: `CorpusError`.
  public init(_ description: CorpusDescription, vocabulary: Vocabulary) throws {
    // Looking words up takes less than handing them out.
    try self.init(description, encoder: .words(vocabulary), workers: Workers(threads: 1))
  }

  /// Reads a corpus as a model of any kind does. Memory: four bytes a token.
  ///
  /// - Parameter longest: most tokens of a document; those beyond are left out, but for what a tokenizer puts behind a
  ///   text, as where Transformers' tokenizers are called with `truncation=True`. Nil for all.
  /// - Throws: `CorpusError`, `TokenizerError`.
  public init(
    _ description: CorpusDescription, encoder: DocumentEncoder, longest: Int? = nil, workers: Workers
  ) throws {
    var draft = CorpusEncoding(encoder: encoder, path: description.path, workers: workers)
    try CorpusReader(description, vocabulary: encoder.vocabulary).forEachDocument { document in
      try draft.append(document)
      return true
    }
    try draft.encodeGathered()
    documents = draft.documents.map { longest.map($0.ids(upTo:)) ?? $0.ids }
    labels = draft.labels
    unknownWords = draft.unknownWords
    labelTexts = draft.labelTexts
    tags = draft.tags
    lines = draft.lines
  }

  /// The documents with the end-of-document token after each that doesn't end in one, if the vocabulary has it.
  public func terminated(by end: Int32?) -> [[Int32]] {
    guard let end else { return documents }
    return documents.map { $0.last == end ? $0 : $0 + [end] }
  }

  /// The documents with classes 0 and 1: 1 where the label is above `threshold`.
  ///
  /// - Throws: `RunError.noLabels`, `.oneClass`.
  public func labelled(_ corpus: RunCorpus, name: String) throws -> [LabelledDocument] {
    let all = try zip(documents, labels).map { tokens, label in
      guard let label else { throw RunError.noLabels(corpus: name, path: corpus.description.path) }
      return LabelledDocument(tokens: tokens, label: label > corpus.positiveAbove ? 1 : 0)
    }
    guard Set(all.map(\.label)).count == 2 else {
      throw RunError.oneClass(
        corpus: name, path: corpus.description.path, positiveAbove: corpus.positiveAbove,
        labels: Set(labels.compactMap { $0 }).sorted())
    }
    return all
  }
}
