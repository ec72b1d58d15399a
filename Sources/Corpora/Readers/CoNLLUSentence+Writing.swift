extension CoNLLUSentence {
  /// The sentence as CoNLL-U, with the empty line behind it; columns that are not known are `_`.
  public var conllu: String {
    var lines = ""
    if startsDocument { lines += "# newdoc" + (documentIdentifier.map { " id = \($0)" } ?? "") + "\n" }
    if startsParagraph { lines += "# newpar\n" }
    lines += "# text = \(text ?? surface)\n"
    for token in tokens {
      let space = token.spaceAfter ? "_" : "SpaceAfter=No"
      let isMultiword = token.words.count > 1
      if isMultiword {
        lines += "\(token.words.lowerBound + 1)-\(token.words.upperBound)\t\(token.form)"
        lines += "\t_\t_\t_\t_\t_\t_\t_\t\(space)\n"
      }
      for index in token.words {
        let word = words[index]
        lines += "\(index + 1)\t\(word.form)\t_\t\(word.upos)\t\(word.xpos)\t_\t_\t_\t_"
        lines += "\t\(isMultiword ? "_" : space)\n"
      }
    }
    return lines + "\n"
  }

  /// The tokens with the space between them.
  private var surface: String {
    var text = ""
    for (index, token) in tokens.enumerated() {
      text += token.form
      if token.spaceAfter, index + 1 < tokens.count { text += " " }
    }
    return text
  }
}
