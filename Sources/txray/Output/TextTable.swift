import TerminalUI

/// Rows of text in columns, for people.
struct TextTable {
  let header: [String]
  let rows: [[String]]

  /// Whether each column holds numbers, which stand to the right.
  var isNumber: [Bool] {
    header.indices.map { column in
      rows.allSatisfy { row in
        row[column].isEmpty
          || row[column].contains { $0.isNumber || $0 == "–" }
            && row[column].allSatisfy { $0.isNumber || "-–+.,e%→ to".contains($0) }
      }
    }
  }

  /// The table's lines, each as wide on every terminal.
  ///
  /// - Parameter limit: the columns there are. Words give way, numbers don't.
  func lines(within limit: Int = .max) -> [String] {
    let isNumber = isNumber
    let widths = widths(within: limit, isNumber)
    return ([header] + rows).map { row in
      let cells = row.enumerated().map { column, cell in
        TerminalText.shown(
          TerminalText.fitted(
            cell, to: widths[column], alignment: isNumber[column] ? .right : .left, sign: "…"))
      }
      let line = cells.joined(separator: "  ")
      return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }
  }

  private func widths(within limit: Int, _ isNumber: [Bool]) -> [Int] {
    var widths = header.indices.map { column in
      ([header] + rows).reduce(0) { max($0, TerminalText.width(of: $1[column])) }
    }
    while widths.reduce(2 * (widths.count - 1), +) > limit,
      let widest = widths.indices.filter({ !isNumber[$0] && widths[$0] > 4 }).max(by: {
        widths[$0] < widths[$1]
      })
    {
      widths[widest] -= 1
    }
    return widths
  }
}
