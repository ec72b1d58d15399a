import Files

extension CorpusReader {
  /// JSON lines; empty lines are nothing. Returns false if `body` stopped it.
  func readJSONLines(_ lines: LineReader, _ body: (Document) throws -> Bool) throws -> Bool {
    while try lines.next() {
      if lines.line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let document = try document(of: record(lines.line, line: lines.lineNumber))
      guard try body(document) else { return false }
    }
    return true
  }

  private func record(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) throws -> Record {
    var scanner = JSONScanner(UnsafeRawBufferPointer(bytes), loneSurrogates: .replaced)
    let value: JSONValue
    do throws(JSONFlaw) {
      value = try scanner.value()
      try scanner.end()
    } catch {
      throw fault(line, .malformedJSON(column: scanner.position + 1))
    }
    guard case .object(let members) = value else { throw fault(line, .notAnObject) }

    func member(_ column: CorpusColumn) throws -> JSONValue {
      let found: JSONValue? =
        switch column {
        case .name(let name): members.last { $0.key == name }?.value
        case .number(let number):
          members.indices.contains(number - 1) ? members[number - 1].value : nil
        }
      guard let found else {
        throw CorpusError.missingColumn(
          path: description.path, column: column.description, available: members.map(\.key))
      }
      return found
    }

    var record = Record(line: line)
    record.text = try field(member(description.textColumn), of: description.textColumn, line: line)
    record.tags = try description.tagColumn.map { try field(member($0), of: $0, line: line) }
    record.label = try description.labelColumn.map { try string(member($0), of: $0, line: line) }
    record.identifier = try description.idColumn.map { try string(member($0), of: $0, line: line) }
    return record
  }

  private func field(_ value: JSONValue, of column: CorpusColumn, line: Int) throws -> Field {
    switch value {
    case .string(let bytes): return .text(bytes)
    case .array(let elements): return .words(try elements.map { try string($0, of: column, line: line) })
    default: throw fault(line, .notText(column: column.description))
    }
  }

  private func string(_ value: JSONValue, of column: CorpusColumn, line: Int) throws -> String {
    switch value {
    case .string(let bytes): String(decoding: bytes, as: UTF8.self)
    case .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    default: throw fault(line, .notText(column: column.description))
    }
  }
}
