import Files

extension ExportedTable {
  /// Hands the whole file on, a line at a time. O(cells), O(columns) of memory.
  ///
  /// - Throws: `SnapshotError` if a row is damaged, and what `put` throws.
  func write(as format: ExportFormat, _ put: (String) throws -> Void) throws {
    switch format {
    case .tsv: try writeFields(separator: "\t", field: Self.withoutTabs, put)
    case .csv: try writeFields(separator: ",", field: Self.quotedForCSV, put)
    case .json: try writeJSON(put)
    case .markdown: try writeMarkdown(put)
    case .latex: try writeLaTeX(put)
    }
  }

  private func writeFields(
    separator: String, field: (String) -> String, _ put: (String) throws -> Void
  ) throws {
    for fact in facts { try put("# \(fact.name): \(Self.withoutTabs(fact.value))\n") }
    try put(columns.map { field($0.name) }.joined(separator: separator) + "\n")
    for place in 0..<rowCount {
      try put(row(place).map { field($0.value.plain) }.joined(separator: separator) + "\n")
    }
  }

  /// Tokens may hold anything; a tab or an end of line would begin another field.
  private static func withoutTabs(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }

  private static func quotedForCSV(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\n\r".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private func writeJSON(_ put: (String) throws -> Void) throws {
    let facts = facts.map { "\($0.name.jsonLiteral):\($0.value.jsonLiteral)" }.joined(separator: ",")
    let names = columns.map(\.name.jsonLiteral)
    try put("{\"facts\":{\(facts)},\n\"columns\":[\(names.joined(separator: ","))],\n\"rows\":[\n")
    for place in 0..<rowCount {
      let cells = zip(names, try row(place)).map { "\($0):\($1.value.json)" }.joined(separator: ",")
      try put((place > 0 ? ",\n" : "") + "{\(cells)}")
    }
    try put("]}\n")
  }

  private func writeMarkdown(_ put: (String) throws -> Void) throws {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let facts = facts.map { "\($0.name): \(Self.escapedForMarkdown($0.value))" }.joined(separator: "  \n")
    try put(facts + "\n\n" + line(columns.map { Self.escapedForMarkdown($0.title) }))
    try put(line(columns.map { $0.isNumber ? "---:" : "---" }))
    for place in 0..<rowCount { try put(line(row(place).map { Self.escapedForMarkdown($0.shown) })) }
  }

  private static func escapedForMarkdown(_ text: String) -> String {
    String(withoutTabs(text).flatMap { "\\|*_`<>[]".contains($0) ? ["\\", $0] : [$0] })
  }

  private func writeLaTeX(_ put: (String) throws -> Void) throws {
    func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\\n" }
    for fact in facts { try put("% \(fact.name): \(Self.withoutTabs(fact.value))\n") }
    try put("\\begin{tabular}{\(columns.map { $0.isNumber ? "r" : "l" }.joined())}\n\\toprule\n")
    try put(line(columns.map { Self.escapedForLaTeX($0.title) }) + "\\midrule\n")
    for place in 0..<rowCount { try put(line(row(place).map { Self.escapedForLaTeX($0.shown) })) }
    try put("\\bottomrule\n\\end{tabular}\n")
  }

  private static func escapedForLaTeX(_ text: String) -> String {
    withoutTabs(text).map { character in
      switch character {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "→": "$\\rightarrow$"
      case "<", ">", "|": "\\ensuremath{\(character)}"
      case "&", "%", "$", "#", "_", "{", "}": "\\\(character)"
      default: String(character)
      }
    }.joined()
  }
}

extension ExportedTable.Value {
  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    // Whole numbers without a point: counts.
    case .number(let number): number.map { Int(exactly: $0).map(String.init) ?? "\($0)" } ?? ""
    case .truth(let truth): truth ? "true" : "false"
    }
  }

  fileprivate var json: String {
    switch self {
    case .text(let text): text.jsonLiteral
    case .number(let number): number.map { $0.isFinite } == true ? plain : "null"
    case .truth: plain
    }
  }
}
