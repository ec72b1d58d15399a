import Corpora
import Sites
import Tokenizers

/// A text of the user's own as a model reads it: the tokens of a collection's documents, and what is shown of them.
struct EncodedText {
  /// The tokens that the model reads.
  let ids: [Int32]
  /// Which of them stand for text: their number among those that are shown; nil for special tokens. `[ids]`
  let rows: [Int?]
  /// The tokens that stand for text, as they are shown.
  let tokens: [String]
  /// Whether each of those is in the vocabulary.
  let isKnown: [Bool]
  /// How many tokens more the text has than are read.
  let omitted: Int

  /// Encodes as many words, or of a sub-word tokenizer's pieces as many whole words, as have at most `limit` tokens.
  ///
  /// - Parameter name: what a token that is known is called.
  /// - Throws: `TokenizerError`; `CorpusError` for a word that a vocabulary without an unknown token doesn't have.
  init(_ document: Document, _ encoder: DocumentEncoder, limit: Int, name: (Int32) -> String) throws {
    switch encoder {
    case .words(let vocabulary):
      let words = Array(document.words.prefix(limit))
      ids = try vocabulary.ids(of: Document(words: words))
      rows = ids.indices.map { $0 }
      tokens = words
      isKnown = ids.map { $0 != vocabulary.unknownID }
      omitted = document.count - words.count
    case .pieces(let tokenizer):
      let special = encoder.specialIDs
      let whole = try tokenizer.encode(document.text, addingSpecialTokens: true)
      let counted = whole.ids.indices.filter { !special.contains(whole.ids[$0]) }
      var (text, encoding) = (document.text, whole)
      if counted.count > limit {
        text = Array(text.prefix(Self.end(of: document, before: whole.offsets[counted[limit]].lowerBound)))
        encoding = try tokenizer.encode(text, addingSpecialTokens: true)
      }
      ids = encoding.ids
      var (rows, tokens, known): ([Int?], [String], [Bool]) = ([], [], [])
      for (id, offsets) in zip(encoding.ids, encoding.offsets) {
        guard !special.contains(id) else {
          rows.append(nil)
          continue
        }
        let isKnown = id != tokenizer.unknownID
        rows.append(tokens.count)
        tokens.append(isKnown ? name(id) : String(decoding: text[offsets], as: UTF8.self))
        known.append(isKnown)
      }
      (self.rows, self.tokens, isKnown) = (rows, tokens, known)
      omitted = max(0, counted.count - tokens.count)
    }
  }

  /// Where the last word ends that lies wholly before a byte; without one, the scalar that does.
  private static func end(of document: Document, before byte: Int) -> Int {
    if let word = document.spans.last(where: { $0.upperBound <= byte }) { return word.upperBound }
    var end = min(byte, document.text.count)
    while end > 0, end < document.text.count, document.text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}
