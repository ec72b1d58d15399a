extension CorpusReader {
  /// A field of a record: running text, or words that come cut.
  enum Field {
    case text([UInt8])
    case words([String])
  }

  /// One line of a table or one JSON object, with the columns that the description asks for.
  struct Record {
    var text = Field.text([])
    var tags: Field?
    var label: String?
    var identifier: String?
    var line: Int
  }

  /// Makes the document of a record.
  func document(of record: Record) throws -> Document {
    var document: Document
    switch record.text {
    case .text(let bytes):
      document = self.document(of: bytes)
    case .words(let words):
      try check(words, column: description.textColumn, line: record.line)
      document = Document(words: words)
    }
    if let tags = record.tags {
      let tags = try tagList(tags, line: record.line)
      guard tags.count == document.count else {
        throw fault(record.line, .tagCount(words: document.count, tags: tags.count))
      }
      document.tags = tags
    }
    if let text = record.label, let column = description.labelColumn {
      document.labelText = text
      document.label = Self.labelValue(text)
      guard document.label != nil || description.labelsAreNames else {
        throw fault(record.line, .notANumber(column: column.description, value: text))
      }
    }
    document.identifier = record.identifier
    document.line = record.line
    return document
  }

  /// A label as a number: a finite number itself, 1 for `pos`, `positive`, `true`, 0 for `neg`, `negative`,
  /// `false`.
  package static func labelValue(_ text: String) -> Double? {
    if let value = Double(text) { return value.isFinite ? value : nil }
    return switch text.lowercased() {
    case "pos", "positive", "true": 1
    case "neg", "negative", "false": 0
    default: nil
    }
  }

  private func tagList(_ field: Field, line: Int) throws -> [String] {
    switch field {
    case .text(let bytes):
      return Document(text: bytes, tokenization: .whitespace).words
    case .words(let tags):
      if let column = description.tagColumn { try check(tags, column: column, line: line) }
      return tags
    }
  }

  private func check(_ words: [String], column: CorpusColumn, line: Int) throws {
    for word in words {
      var copy = word
      let whole = copy.withUTF8 { bytes in
        !bytes.isEmpty && bytes.indices.allSatisfy { whiteSpaceLength(bytes, at: $0) == 0 }
      }
      if !whole { throw fault(line, .badWord(column: column.description, value: word)) }
    }
  }

  func fault(_ line: Int, _ reason: RecordFault) -> CorpusError {
    .badRecord(path: description.path, line: line, reason: reason)
  }
}
