import Corpora
import Kernels
import Sites
import Tokenizers

/// What turns a document into the token ids that a model reads. A word vocabulary is one kind, whose tokens are
/// the document's words; a sub-word tokenizer is the other.
public enum DocumentEncoder: Sendable {
  /// One token a word.
  case words(Vocabulary)
  /// Pieces of the document's raw text, with the special tokens that the tokenizer puts round it.
  case pieces(Tokenizer)

  /// The word vocabulary, if that is what it is.
  public var vocabulary: Vocabulary? { if case .words(let vocabulary) = self { vocabulary } else { nil } }

  /// The tokens of a document.
  ///
  /// - Parameter path: the text, for messages.
  /// - Throws: `TokenizerError`; `CorpusError` for a word that a vocabulary without an unknown token doesn't have.
  /// - Complexity: O(bytes), and O(n log n) in the length of a piece's word.
  public func encode(_ document: Document, in path: String = "") throws -> EncodedDocument {
    switch self {
    case .words(let vocabulary):
      return EncodedDocument(
        ids: try vocabulary.ids(of: document, in: path),
        words: (0..<Int32(clamping: document.count)).map { $0 })
    case .pieces(let tokenizer):
      let encoding = try tokenizer.encode(document.text, addingSpecialTokens: true)
      let words = document.words(ofPieces: encoding.offsets)
      let opening = encoding.isInserted.prefix { $0 }.count
      return EncodedDocument(
        ids: encoding.ids, words: words.map { $0.map { Int32(clamping: $0) } ?? -1 }, opening: opening,
        closing: opening == encoding.count ? 0 : encoding.isInserted.reversed().prefix { $0 }.count)
    }
  }

  /// The tokens of several documents, in their order, found on all threads.
  ///
  /// - Throws: as ``encode(_:in:)``, for the first document that can't be encoded.
  public func encode(
    _ documents: [Document], in path: String, workers: Workers
  ) throws -> [EncodedDocument] {
    let results = IndexedResults<Result<EncodedDocument, any Error>>(
      repeating: .success(EncodedDocument(ids: [], words: [])), count: documents.count)
    workers.forEach(documents.count) { index in
      results.values[index] = Result { try encode(documents[index], in: path) }
    }
    return try results.values.map { try $0.get() }
  }

  /// The id that stands for what is not in the vocabulary, if there is one.
  public var unknownID: Int32? {
    switch self {
    case .words(let vocabulary): vocabulary.unknownID
    case .pieces(let tokenizer): tokenizer.unknownID
    }
  }

  /// Ids of tokens that stand for no text: a model reads them, but prefers none of them. The unknown token stands
  /// for some, though tokenizers call it special too.
  public var specialIDs: Set<Int32> {
    switch self {
    case .words: []
    case .pieces(let tokenizer): tokenizer.specialIDs.subtracting(tokenizer.unknownID.map { [$0] } ?? [])
    }
  }

  /// What tells this tokenization from others, for snapshots.
  ///
  /// - Parameter tokenization: how a word vocabulary's text is cut.
  public func identity(_ tokenization: Tokenization) -> String {
    switch self {
    case .words: tokenization.rawValue
    case .pieces(let tokenizer): "\(tokenizer.kind.rawValue) sha256:\(tokenizer.digest)"
    }
  }

  /// The names of ids 0..<count, each another; those of pieces by `TokenNames`.
  public func names(count: Int) -> [String] {
    switch self {
    case .words(let vocabulary): return vocabulary.tokens(paddedTo: count)
    case .pieces(let tokenizer):
      return TokenNames.unique(count: count) { id in
        (tokenizer.text(of: Int32(id)), tokenizer.token(Int32(id)))
      }
    }
  }
}

/// A document as a model reads it.
public struct EncodedDocument: Sendable, Equatable {
  /// The tokens.
  public let ids: [Int32]
  /// The word of the document that each token is of; -1 for tokens of none.
  public let words: [Int32]
  /// How many tokens at the beginning a tokenizer puts before any text; all where there is no text.
  let opening: Int
  /// How many at the end it puts behind any text.
  let closing: Int

  init(ids: [Int32], words: [Int32], opening: Int = 0, closing: Int = 0) {
    (self.ids, self.words, self.opening, self.closing) = (ids, words, opening, closing)
  }

  /// Whether any token stands for text.
  var hasText: Bool { opening < ids.count }
}
