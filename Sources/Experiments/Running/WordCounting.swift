import Corpora

/// What counts the words of documents in place of their pieces.
struct WordCounting: Sendable {
  /// All words of the text.
  let table: WordTable
  /// How a word's pieces become one.
  let pooling: WordPooling

  /// Documents of words, and how they are read.
  func count(
    _ documents: [Document], _ encoded: [EncodedDocument]
  ) -> (ids: [[Int32]], reading: WordReading) {
    let worded = encoded.map { WordedDocument($0) }
    return (
      zip(documents, worded).map { table.ids(of: $0, words: $1.words) },
      WordReading(documents: worded, pooling: pooling, vocabularySize: table.names.count)
    )
  }
}
