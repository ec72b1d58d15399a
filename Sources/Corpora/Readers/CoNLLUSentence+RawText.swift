extension CoNLLUSentence {
  /// The text that sentences were cut from: tokens with a space where one followed them, an empty line before
  /// every paragraph.
  public static func rawText(of sentences: [CoNLLUSentence]) -> String {
    var text = ""
    for sentence in sentences {
      if sentence.startsParagraph, !text.isEmpty {
        if text.hasSuffix(" ") { text.removeLast() }
        text += "\n\n"
      }
      for token in sentence.tokens {
        text += token.form
        if token.spaceAfter { text += " " }
      }
    }
    return text
  }
}
