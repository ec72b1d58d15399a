/// How a table is written, by the ending of the file's name.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Fields separated by tabs under a line of names, facts before it in lines that begin with "# ".
  case tsv
  /// The same with commas, fields quoted where they must be (RFC 4180).
  case csv
  /// An object of facts, columns and rows.
  case json
  /// A table in Markdown.
  case markdown = "md"
  /// A table in LaTeX, for the package booktabs.
  case latex = "tex"

  /// What the ending of a file's name asks for; nil where it asks for none of them.
  init?(path: String) {
    guard let dot = path.lastIndex(of: "."),
      let format = Self(rawValue: path[path.index(after: dot)...].lowercased())
    else { return nil }
    self = format
  }

  /// The endings, for messages: ".tsv, .csv, .json, .md or .tex".
  static var endings: String {
    let endings = allCases.map { ".\($0.rawValue)" }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }
}
