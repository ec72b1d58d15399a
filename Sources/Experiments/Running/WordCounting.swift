import Corpora

/// What counts the words of documents in place of their pieces.
struct WordCounting: Sendable {
  /// All words of the text.
  let table: WordTable
  /// How a word's pieces become one.
  let pooling: WordPooling

  /// Documents of words, and how they are read.
  ///
  /// - Throws: ``CollectedModelError/otherWords(path:)``.
  func count(
    _ documents: [Document], _ encoded: [EncodedDocument]
  ) throws(CollectedModelError) -> (ids: [[Int32]], reading: WordReading) {
    let worded = encoded.map { WordedDocument($0) }
    var ids: [[Int32]] = []
    for (document, words) in zip(documents, worded) {
      ids.append(try table.ids(of: document, words: words.words))
    }
    return (
      ids,
      WordReading(documents: worded, pooling: pooling, vocabularySize: table.names.count)
    )
  }
}
