import Corpora
import Kernels
import LanguageModels

/// A corpus on its way to token ids: documents are gathered, and encoded on all threads.
struct CorpusEncoding {
  /// Documents gathered before they are encoded, and the bytes after which no more are.
  private static let (batch, batchBytes) = (256, 8 << 20)

  private let encoder: DocumentEncoder
  private let path: String
  private let workers: Workers
  private var gathered: [Document] = []
  private var gatheredBytes = 0

  /// The documents, whole though the reader brought them in pieces.
  private(set) var documents: [Encoded] = []
  private(set) var labels: [Double?] = []
  private(set) var labelTexts: [String?] = []
  private(set) var tags: [[String]?] = []
  private(set) var lines: [Int] = []
  private(set) var unknownWords = UnknownWords()

  /// The tokens of a document, and how many of them a tokenizer put behind the text.
  struct Encoded {
    fileprivate(set) var ids: [Int32]
    fileprivate var closing: Int
    fileprivate var hasText: Bool

    /// The first tokens, and what is put behind the text: at most `count`.
    func ids(upTo count: Int) -> [Int32] {
      guard ids.count > count else { return ids }
      return Array(ids.prefix(max(0, count - closing)) + ids.suffix(min(closing, count)))
    }

    /// Puts a further piece of the text behind: what a tokenizer puts round a text stands once.
    fileprivate mutating func append(_ piece: EncodedDocument) {
      guard piece.hasText else { return }
      let kept = hasText ? ids.dropLast(closing) + piece.ids.dropFirst(piece.opening) : piece.ids[...]
      (ids, closing, hasText) = (Array(kept), piece.closing, true)
    }
  }

  init(encoder: DocumentEncoder, path: String, workers: Workers) {
    (self.encoder, self.path, self.workers) = (encoder, path, workers)
  }

  /// Takes in the next document, or the next piece of one.
  ///
  /// - Throws: `CorpusError`, `TokenizerError`.
  mutating func append(_ document: Document) throws {
    gathered.append(document)
    gatheredBytes += document.text.count
    if gathered.count == Self.batch || gatheredBytes >= Self.batchBytes { try encodeGathered() }
  }

  /// Encodes what has been taken in.
  ///
  /// - Throws: `CorpusError`, `TokenizerError`.
  mutating func encodeGathered() throws {
    for (document, encoded) in zip(gathered, try encoder.encode(gathered, in: path, workers: workers)) {
      add(document, encoded)
    }
    gathered.removeAll(keepingCapacity: true)
    gatheredBytes = 0
  }

  private mutating func add(_ document: Document, _ encoded: EncodedDocument) {
    if let vocabulary = encoder.vocabulary { unknownWords.add(document, vocabulary) }
    if document.isContinuation, let last = documents.indices.last {
      documents[last].append(encoded)
      tags[last]? += document.tags ?? []
    } else {
      documents.append(Encoded(ids: encoded.ids, closing: encoded.closing, hasText: encoded.hasText))
      labels.append(document.label)
      labelTexts.append(document.labelText)
      tags.append(document.tags)
      lines.append(document.line)
    }
  }
}
