/// What a view shows, as a table for other programs and for papers.
struct ExportedTable: Sendable {
  /// A column.
  struct Column: Sendable {
    /// Its name as it is typed: "moved@1-3".
    let name: String
    /// Its heading as the screen has it: "moved 1→3".
    let title: String
    /// Whether its cells are numbers, which stand at the right.
    let isNumber: Bool
  }

  /// A cell: what other programs read, and what people do.
  struct Cell: Sendable {
    /// What it holds.
    let value: Value
    /// As the screen shows it.
    let shown: String

    /// A text.
    static func text(_ text: String) -> Cell { Cell(value: .text(text), shown: text) }
  }

  /// What a cell holds.
  enum Value: Hashable, Sendable {
    case text(String)
    /// At full precision; nil where there is none.
    case number(Double?)
    case truth(Bool)
  }

  /// What the table is of, by name: the run, its stages, what was measured and how, and which rows were chosen.
  let facts: [(name: String, value: String)]
  let columns: [Column]
  let rows: [[Cell]]
}
