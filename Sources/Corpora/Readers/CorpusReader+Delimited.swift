import Files

extension CorpusReader {
  /// CSV and TSV. Returns false if `body` stopped it.
  func readDelimited(
    _ lines: LineReader, separator: Unicode.Scalar, quotes: Bool, _ body: (Document) throws -> Bool
  ) throws -> Bool {
    let reader = DelimitedReader(lines: lines, separator: UInt8(ascii: separator), quotes: quotes)
    guard var record = try reader.next() else { return true }
    var names = record.fields.indices.map { String($0 + 1) }
    if description.header { names = record.fields.map { String(decoding: $0, as: UTF8.self) } }
    let text = try index(of: description.textColumn, in: names)
    let tags = try description.tagColumn.map { try index(of: $0, in: names) }
    let label = try description.labelColumn.map { try index(of: $0, in: names) }
    let identifier = try description.idColumn.map { try index(of: $0, in: names) }
    if description.header {
      guard let next = try reader.next() else { return true }
      record = next
    }
    while true {
      guard record.fields.count == names.count else {
        throw fault(record.line, .fieldCount(expected: names.count, found: record.fields.count))
      }
      let string = { (index: Int) in String(decoding: record.fields[index], as: UTF8.self) }
      let document = try document(
        of: Record(
          text: .text(record.fields[text]), tags: tags.map { .text(record.fields[$0]) },
          label: label.map(string), identifier: identifier.map(string), line: record.line))
      guard try body(document) else { return false }
      guard let next = try reader.next() else { return true }
      record = next
    }
  }

  private func index(of column: CorpusColumn, in names: [String]) throws -> Int {
    let index: Int? =
      switch column {
      case .name(let name): description.header ? names.firstIndex(of: name) : nil
      case .number(let number): names.indices.contains(number - 1) ? number - 1 : nil
      }
    guard let index else {
      throw CorpusError.missingColumn(
        path: description.path, column: column.description, available: names)
    }
    return index
  }
}
