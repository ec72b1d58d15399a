import ArgumentParser

/// How a result is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, tsv
}

/// How the result of a command is printed.
struct FormatOptions: ParsableArguments {
  @Option(help: "How the result is printed.") var format: OutputFormat = .table
  @OptionGroup var cells: CellOptions
}

/// How cells of tab-separated values are written.
struct CellOptions: ParsableArguments {
  @Flag(help: "In TSV, put ' before texts that a spreadsheet would take for a formula.")
  var quoteCells = false
}

extension Output {
  /// Rows as tab-separated values, or as columns padded to one width; numbers stand to the right.
  func table(_ header: [String], _ rows: [[String]], as format: OutputFormat, _ cells: CellOptions) throws {
    if format == .tsv {
      try row(header)
      for cells in rows.lazy.map(cells.written) { try row(cells) }
    } else {
      for text in TextTable(header: header, rows: rows).lines() { try line(text) }
    }
  }
}

extension CellOptions {
  /// The cells of a row as they are written. Spreadsheets compute what begins with one of these characters;
  /// numbers stay numbers.
  func written(_ row: [String]) -> [String] {
    guard quoteCells else { return row }
    return row.map { cell in
      guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
        Double(cell) == nil
      else { return cell }
      return "'" + cell
    }
  }
}
