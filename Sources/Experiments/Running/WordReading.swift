import Corpora
import Sites

/// Documents whose words are counted once each, with the pieces by which a model reads them.
struct WordReading: Sendable {
  /// The documents.
  let documents: [WordedDocument]
  /// How a word's pieces become one.
  let pooling: WordPooling
  /// How many different words the text has.
  let vocabularySize: Int

  /// What reads documents: their words, where words are counted.
  static func source(_ source: any ActivationSource, of words: WordReading?) -> any ActivationSource {
    guard let words else { return source }
    return WordSource(source, words)
  }

  /// Some of the documents.
  func part(_ places: Range<Int>) -> WordReading {
    WordReading(documents: Array(documents[places]), pooling: pooling, vocabularySize: vocabularySize)
  }
}

/// A document's words that have pieces, in the order in which they end, and the pieces of each.
struct WordedDocument: Sendable {
  /// What a model reads.
  let pieces: [Int32]
  /// Of each word that has pieces, its number in the document; in the order in which they end.
  let words: [Int]
  /// Of each piece the place of its word in ``words``; -1 for pieces of none.
  private let places: [Int32]
  /// The last piece of each of ``words``, rising.
  private let ends: [Int]

  init(_ encoded: EncodedDocument) {
    pieces = encoded.ids
    var last: [Int32: Int] = [:]
    for (piece, word) in encoded.words.enumerated() where word >= 0 { last[word] = piece }
    let ending = last.sorted { $0.value < $1.value }
    let numbers = Dictionary(uniqueKeysWithValues: ending.enumerated().map { ($1.key, Int32($0)) })
    words = ending.map { Int($0.key) }
    ends = ending.map(\.value)
    places = encoded.words.map { numbers[$0] ?? -1 }
  }

  /// The word of a piece, as a place in ``words``; nil for pieces of none.
  func word(ofPiece piece: Int) -> Int? { places[piece] < 0 ? nil : Int(places[piece]) }

  /// The words that end in some of the pieces. O(log words).
  func words(endingIn pieces: Range<Int>) -> Range<Int> {
    func first(from piece: Int) -> Int {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] < piece { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(from: pieces.lowerBound)..<first(from: pieces.upperBound)
  }
}

/// All different words of a text, as they stand there, each with a number: features of a snapshot. A first pass over the
/// text finds them, so that all parts of a collection number them alike.
struct WordTable: Sendable {
  /// The words by number, in the order of their bytes.
  let names: [String]
  private let numbers: [[UInt8]: Int32]
  private let path: String

  /// Reads a text as a collection does: whole documents until there are at least `tokens` words.
  ///
  /// - Throws: `CorpusError`. Memory: that of the different words.
  init(_ corpus: CorpusDescription, tokens: Int?) throws {
    var words: Set<[UInt8]> = []
    try CorpusReader(corpus).forEachDocument(upTo: tokens) { document in
      document.forEachWordUTF8 { words.insert(Array($0)) }
    }
    let ordered = words.sorted { $0.lexicographicallyPrecedes($1) }
    names = ordered.map { String(decoding: $0, as: UTF8.self) }
    numbers = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, Int32($0)) })
    path = corpus.path
  }

  /// The numbers of some words of a document.
  ///
  /// - Throws: ``CollectedModelError/otherWords(path:)`` for one that the text didn't have when its words were numbered.
  func ids(of document: Document, words: [Int]) throws(CollectedModelError) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(words.count)
    for word in words {
      guard let number = numbers[Array(document.text[document.spans[word]])] else {
        throw .otherWords(path: path)
      }
      ids.append(number)
    }
    return ids
  }
}
