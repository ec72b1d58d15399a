/// The words of a filter with where they begin. Blanks divide them, except within double quotes, which are taken away.
struct FilterWords {
  /// A word, and its first character in the text, from 1.
  let words: [(text: String, column: Int)]

  /// Throws ``FilterError`` for quotes that don't end.
  init(_ text: String) throws(FilterError) {
    var words: [(text: String, column: Int)] = []
    var (word, start, isQuoted) = ("", 0, false)
    for (place, character) in text.enumerated() {
      if character == "\"" {
        if start == 0 { start = place + 1 }
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append((word, start)) }
        (word, start) = ("", 0)
      } else {
        if start == 0 { start = place + 1 }
        word.append(character)
      }
    }
    if isQuoted { throw FilterError(term: word, column: start, reason: .openQuote) }
    if !word.isEmpty { words.append((word, start)) }
    self.words = words
  }
}
