import ArgumentParser
import FoundationEssentials

/// How a result is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, tsv
}

/// A value as JSON on one line, keys sorted, numbers at full precision.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

/// Rows as tab-separated values, or as columns padded to one width; numbers stand to the right.
func formatted(_ header: [String], _ rows: [[String]], as format: OutputFormat) -> String {
  guard format == .table else {
    return ([header] + rows).map { $0.map(tsvField).joined(separator: "\t") + "\n" }.joined()
  }
  let widths = header.indices.map { column in
    ([header] + rows).reduce(0) { max($0, $1[column].count) }
  }
  let isNumber = header.indices.map { column in
    rows.allSatisfy { row in row[column].allSatisfy { $0.isNumber || "-–+.,e%".contains($0) } }
  }
  return ([header] + rows).map { row in
    let cells = row.enumerated().map { column, text in
      let space = String(repeating: " ", count: widths[column] - text.count)
      return isNumber[column] ? space + text : text + space
    }
    let line = cells.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
  }.joined()
}

private func tsvField(_ text: String) -> String {
  text.replacing("\t", with: " ").replacing("\n", with: " ")
}
