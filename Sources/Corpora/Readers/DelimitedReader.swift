import Files

/// The records of a CSV file (RFC 4180: quotes, doubled quotes, line ends inside quotes) or of a TSV file
/// (no quotes at all, unless a spreadsheet's or Python's csv module wrote it).
package struct DelimitedReader {
  package let lines: LineReader
  let separator: UInt8
  let quotes: Bool

  package init(lines: LineReader, separator: UInt8, quotes: Bool) {
    self.lines = lines
    self.separator = separator
    self.quotes = quotes
  }

  private static let quote = UInt8(ascii: "\"")

  /// The fields of the next record that is not an empty line, with the line it starts on; nil at the end.
  package func next() throws -> (fields: [[UInt8]], line: Int)? {
    repeat {
      guard try lines.next() else { return nil }
    } while lines.line.isEmpty
    let firstLine = lines.lineNumber
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var index = 0
    while true {
      if quotes, index < lines.line.count, lines.line[index] == Self.quote {
        index = try readQuoted(from: index + 1, into: &field, column: fields.count + 1, firstLine: firstLine)
      }
      let rest = lines.line[index...]
      let end = rest.firstIndex(of: separator) ?? rest.endIndex
      field.append(contentsOf: rest[..<end])
      fields.append(field)
      field.removeAll(keepingCapacity: true)
      if end == rest.endIndex { return (fields, firstLine) }
      index = end + 1
    }
  }

  /// Reads on behind an opening quote, over line ends if need be; returns the index behind the closing one.
  private func readQuoted(from start: Int, into field: inout [UInt8], column: Int, firstLine: Int) throws
    -> Int
  {
    var index = start
    while true {
      while index < lines.line.count {
        let byte = lines.line[index]
        if byte != Self.quote {
          field.append(byte)
          index += 1
        } else if index + 1 < lines.line.count, lines.line[index + 1] == Self.quote {
          field.append(byte)
          index += 2
        } else {
          index += 1
          guard index == lines.line.count || lines.line[index] == separator else {
            throw fault(lines.lineNumber, .textAfterQuote(column: column))
          }
          return index
        }
      }
      guard field.count < LineReader.lineLimit else {
        throw fault(firstLine, .tooLong(limit: LineReader.lineLimit))
      }
      guard try lines.next() else { throw fault(firstLine, .unclosedQuote) }
      field.append(UInt8(ascii: "\n"))
      index = 0
    }
  }

  private func fault(_ line: Int, _ reason: RecordFault) -> CorpusError {
    .badRecord(path: lines.path, line: line, reason: reason)
  }
}
