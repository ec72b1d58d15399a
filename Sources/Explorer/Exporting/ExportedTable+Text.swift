import Files

extension ExportedTable {
  /// The whole file. O(cells).
  func text(as format: ExportFormat) -> String {
    switch format {
    case .tsv: lines(separator: "\t", field: Self.withoutTabs)
    case .csv: lines(separator: ",", field: Self.quotedForCSV)
    case .json: json
    case .markdown: markdown
    case .latex: latex
    }
  }

  private func lines(separator: String, field: (String) -> String) -> String {
    var text = ""
    for fact in facts { text += "# \(fact.name): \(Self.withoutTabs(fact.value))\n" }
    text += columns.map { field($0.name) }.joined(separator: separator) + "\n"
    for row in rows { text += row.map { field($0.value.plain) }.joined(separator: separator) + "\n" }
    return text
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

  private var json: String {
    let facts = facts.map { "\($0.name.jsonLiteral):\($0.value.jsonLiteral)" }.joined(separator: ",")
    let names = columns.map(\.name.jsonLiteral)
    let rows = rows.map { row in
      "{" + zip(names, row).map { "\($0):\($1.value.json)" }.joined(separator: ",") + "}"
    }
    return "{\"facts\":{\(facts)},\n\"columns\":[\(names.joined(separator: ","))],\n\"rows\":[\n"
      + rows.joined(separator: ",\n") + "]}\n"
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let facts = facts.map { "\($0.name): \(Self.escapedForMarkdown($0.value))" }.joined(separator: "  \n")
    return facts + "\n\n" + line(columns.map { Self.escapedForMarkdown($0.title) })
      + line(columns.map { $0.isNumber ? "---:" : "---" })
      + rows.map { line($0.map { Self.escapedForMarkdown($0.shown) }) }.joined()
  }

  private static func escapedForMarkdown(_ text: String) -> String {
    String(withoutTabs(text).flatMap { "\\|*_`<>[]".contains($0) ? ["\\", $0] : [$0] })
  }

  private var latex: String {
    func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\\n" }
    return facts.map { "% \($0.name): \(Self.withoutTabs($0.value))\n" }.joined()
      + "\\begin{tabular}{\(columns.map { $0.isNumber ? "r" : "l" }.joined())}\n\\toprule\n"
      + line(columns.map { Self.escapedForLaTeX($0.title) }) + "\\midrule\n"
      + rows.map { line($0.map { Self.escapedForLaTeX($0.shown) }) }.joined()
      + "\\bottomrule\n\\end{tabular}\n"
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
