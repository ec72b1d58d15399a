import Files

/// The sentences of a CoNLL-U file (https://universaldependencies.org/format.html), one at a time.
public final class CoNLLUReader {
  private let lines: LineReader

  /// Opens a file, gzip-compressed or not; `-` is standard input.
  ///
  /// - Throws: ``CorpusError``.
  public convenience init(path: String) throws {
    self.init(lines: try LineReader(path: path))
  }

  init(lines: LineReader) {
    self.lines = lines
  }

  /// All sentences of a file.
  ///
  /// - Throws: ``CorpusError``.
  public static func sentences(path: String) throws -> [CoNLLUSentence] {
    let reader = try CoNLLUReader(path: path)
    var sentences: [CoNLLUSentence] = []
    while let sentence = try reader.next() { sentences.append(sentence) }
    return sentences
  }

  /// The next sentence, nil at the end.
  ///
  /// - Throws: ``CorpusError/badRecord(path:line:reason:)`` where a line breaks the format.
  public func next() throws -> CoNLLUSentence? {
    var sentence = CoNLLUSentence()
    var started = false
    while try lines.next() {
      let line = lines.line
      if line.isEmpty {
        if !sentence.words.isEmpty { break }
        continue
      }
      if !started {
        sentence.line = lines.lineNumber
        started = true
      }
      if line[0] == UInt8(ascii: "#"), sentence.words.isEmpty {
        readComment(String(decoding: line, as: UTF8.self), into: &sentence)
      } else {
        try readWord(line, into: &sentence)
      }
    }
    if let last = sentence.tokens.last, last.words.upperBound > sentence.words.count {
      throw fault(.conlluID("\(last.words.lowerBound + 1)-\(last.words.upperBound)"))
    }
    return sentence.words.isEmpty ? nil : sentence
  }

  private func readComment(_ line: String, into sentence: inout CoNLLUSentence) {
    let body = line.dropFirst().drop { $0 == " " }
    let parts = body.split(separator: "=", maxSplits: 1)
    let trimmed = { (part: Substring) in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard let key = parts.first.map(trimmed) else { return }
    let value = parts.count == 2 ? trimmed(parts[1]) : nil
    switch key {
    case "newdoc", "newdoc id":
      sentence.startsDocument = true
      sentence.startsParagraph = true
      sentence.documentIdentifier = value
    case "newpar", "newpar id": sentence.startsParagraph = true
    case "text": sentence.text = value
    default: break
    }
  }

  private func readWord(_ line: UnsafeBufferPointer<UInt8>, into sentence: inout CoNLLUSentence) throws {
    let columns = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    guard columns.count == 10 else { throw fault(.conlluColumns(found: columns.count)) }
    let string = { (column: Int) in String(decoding: columns[column], as: UTF8.self) }
    let identifier = string(0)
    if identifier.contains(".") { return }
    guard !columns[1].isEmpty else { throw fault(.conlluForm) }
    let spaceAfter = !columns[9].split(separator: UInt8(ascii: "|")).contains {
      $0.elementsEqual("SpaceAfter=No".utf8)
    }
    let covered = sentence.tokens.last?.words.upperBound ?? 0
    let next = sentence.words.count
    if identifier.contains("-") {
      let ends = identifier.split(separator: "-").map { Int($0) }
      guard covered == next, ends.count == 2, ends[0] == next + 1, let last = ends[1], last > next,
        last - next <= 100
      else { throw fault(.conlluID(identifier)) }
      sentence.tokens.append(.init(form: string(1), words: next..<last, spaceAfter: spaceAfter))
      return
    }
    guard Int(identifier) == next + 1 else { throw fault(.conlluID(identifier)) }
    sentence.words.append(.init(form: string(1), upos: string(3), xpos: string(4)))
    if next >= covered {
      sentence.tokens.append(.init(form: string(1), words: next..<next + 1, spaceAfter: spaceAfter))
    }
  }

  private func fault(_ reason: RecordFault) -> CorpusError {
    .badRecord(path: lines.path, line: lines.lineNumber, reason: reason)
  }
}
