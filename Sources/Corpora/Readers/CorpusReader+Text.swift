import Files

extension CorpusReader {
  /// Plain text, documents told apart as the format says. Returns false if `body` stopped it.
  func readText(_ lines: LineReader, _ body: (Document) throws -> Bool) throws -> Bool {
    guard case .text(let documents) = description.format else { preconditionFailure("not plain text") }
    var text: [UInt8] = []
    var firstLine = 1
    var continues = false

    func handOn() throws -> Bool {
      defer { text.removeAll(keepingCapacity: true) }
      var document = self.document(of: text)
      if document.count == 0 { return true }
      document.line = firstLine
      document.isContinuation = continues
      return try body(document)
    }

    let ending = description.endOfLine.map { Array(" \($0)".utf8) }
    while try lines.next() {
      let line = lines.line
      let blank = ending == nil && isBlank(line)
      if text.isEmpty {
        if blank {
          continues = continues && documents == .file
          continue
        }
        firstLine = lines.lineNumber
      }
      if !(blank && documents == .blankLine) {
        text.append(contentsOf: line)
        if let ending { text.append(contentsOf: ending) }
        text.append(UInt8(ascii: "\n"))
      }
      let ended = documents == .line || (blank && documents == .blankLine)
      if ended || text.count >= pieceLimit {
        guard try handOn() else { return false }
        continues = !ended
      }
    }
    return try text.isEmpty || handOn()
  }

  private func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < line.count {
      let space = whiteSpaceLength(line, at: index)
      if space == 0 { return false }
      index += space
    }
    return true
  }
}
