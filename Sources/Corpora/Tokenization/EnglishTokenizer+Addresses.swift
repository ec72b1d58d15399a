extension EnglishTokenizer {
  /// End of the web address, mail address, mention or file name that starts at `start`, nil if there is none.
  func addressEnd(from start: Int) -> Int? {
    let opens = start == chunk.lowerBound || !isWordPart(at: start - 1)
    guard opens, chunk.upperBound - start >= 3 else { return nil }
    let first = text[start]
    if first == UInt8(ascii: "@") {
      return Self.isLetter(byte(start + 1)) && start == chunk.lowerBound
        ? trimmed(start..<nameEnd(from: start + 1)) : nil
    }
    guard first < 0x80, Self.isLetter(first) || Self.isDigit(first) || first == UInt8(ascii: "_") else {
      return nil
    }
    if isWebAddress(at: start) { return trimmed(start..<webAddressEnd(from: start)) }
    let end = nameEnd(from: start)
    if byte(end) == UInt8(ascii: "@"), Self.isLetter(byte(end + 1)) || isDigit(at: end + 1) {
      return trimmed(start..<nameEnd(from: end + 1))
    }
    return hostOrFileEnd(start..<end)
  }

  private func isWebAddress(at start: Int) -> Bool {
    let letters = lettersEnd(from: start)
    guard letters - start <= 6, let scheme = listed(start..<letters) else { return false }
    if scheme == "www" { return byte(letters) == UInt8(ascii: ".") && isWordPart(at: letters + 1) }
    guard byte(letters) == UInt8(ascii: ":") else { return false }
    return scheme == "mailto"
      || byte(letters + 1) == UInt8(ascii: "/") && byte(letters + 2) == UInt8(ascii: "/")
  }

  private func webAddressEnd(from start: Int) -> Int {
    var end = start
    while end < chunk.upperBound, text[end] != UInt8(ascii: "<"), text[end] != UInt8(ascii: ">"),
      text[end] != UInt8(ascii: "\"")
    {
      end += 1
    }
    return end
  }

  /// End of the letters, digits and marks that names of mailboxes, hosts and files are made of.
  private func nameEnd(from start: Int) -> Int {
    var end = start
    while end - start < Self.joinLimit {
      let byte = byte(end)
      guard Self.isLetter(byte) || Self.isDigit(byte) || EnglishLexicon.nameMarks.contains(byte) else {
        return end
      }
      end += 1
    }
    return end
  }

  /// `example.com`, `example.com/page`, `report.doc`, `comp.lang.c`: dotted names with a known last part, or
  /// the known first part of a newsgroup.
  private func hostOrFileEnd(_ name: Range<Int>) -> Int? {
    var end = name.upperBound
    while end > name.lowerBound, !isWordPart(at: end - 1) { end -= 1 }
    guard let dot = (name.lowerBound..<end).last(where: { text[$0] == UInt8(ascii: ".") }),
      dot > name.lowerBound, isWordPart(at: dot - 1), dot + 1 < end
    else { return nil }
    if let last = listed(dot + 1..<end), EnglishLexicon.lastNames.contains(last) {
      let isPath = byte(end) == UInt8(ascii: "/") && isWordPart(at: end + 1)
      return isPath ? trimmed(name.lowerBound..<webAddressEnd(from: end)) : end
    }
    let firstDot = (name.lowerBound..<end).first { text[$0] == UInt8(ascii: ".") } ?? dot
    let isNewsgroup =
      listed(name.lowerBound..<firstDot).map { EnglishLexicon.newsgroups.contains($0) } ?? false
    return isNewsgroup && Self.isLetter(byte(firstDot + 1)) ? end : nil
  }

  /// The end without punctuation that belongs to the sentence; a closing bracket stays if it closes one in
  /// the address.
  private func trimmed(_ address: Range<Int>) -> Int {
    var end = address.upperBound
    let hasBracket = address.contains { text[$0] == UInt8(ascii: "(") }
    while end > address.lowerBound + 1 {
      let last = text[end - 1]
      if last == UInt8(ascii: ")") {
        if hasBracket { break }
      } else if !EnglishLexicon.trailing.contains(last) {
        break
      }
      end -= 1
    }
    return end
  }
}
