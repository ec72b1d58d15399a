import Corpora
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
    try self.init(description, encoder: .words(vocabulary))
  }

  /// Reads a corpus as a model of any kind does. Memory: four bytes a token.
  ///
  /// - Throws: `CorpusError`, `TokenizerError`.
  public init(_ description: CorpusDescription, encoder: DocumentEncoder) throws {
    var documents: [[Int32]] = []
    var labels: [Double?] = []
    var unknown = UnknownWords()
    var labelTexts: [String?] = []
    var tags: [[String]?] = []
    var lines: [Int] = []
    try CorpusReader(description, vocabulary: encoder.vocabulary).forEachDocument { document in
      let ids = try encoder.encode(document, in: description.path).ids
      if let vocabulary = encoder.vocabulary { unknown.add(document, vocabulary) }
      if document.isContinuation, !documents.isEmpty {
        documents[documents.count - 1] += ids
        tags[tags.count - 1]? += document.tags ?? []
      } else {
        documents.append(ids)
        labels.append(document.label)
        labelTexts.append(document.labelText)
        tags.append(document.tags)
        lines.append(document.line)
      }
      return true
    }
    self.documents = documents
    self.labels = labels
    unknownWords = unknown
    self.labelTexts = labelTexts
    self.tags = tags
    self.lines = lines
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
