import NeuronPreferences

/// What a view shows, as a table for other programs and for papers. Its rows are made one at a time, as they are
/// written: a million neurons with a thousand columns never stand in memory together.
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
    private let figure: @Sendable (Double) -> String

    /// A text.
    static func text(_ text: String) -> Cell { Cell(value: .text(text)) { _ in "" } }

    /// A number, nil where there is none, and how the screen writes it.
    static func number(_ number: Double?, _ figure: @escaping @Sendable (Double) -> String) -> Cell {
      Cell(value: .number(number), figure: figure)
    }

    /// A mark, or none.
    static func mark(_ isMarked: Bool) -> Cell { Cell(value: .truth(isMarked)) { _ in "" } }

    /// As the screen shows it; made only when it is asked for.
    var shown: String {
      switch value {
      case .text(let text): text
      case .number(let number): number.map(figure) ?? ""
      case .truth(let isTrue): isTrue ? "*" : ""
      }
    }
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
  /// How many rows there are.
  let rowCount: Int
  /// Makes the row of a place, `columns.count` cells; throws if it is damaged.
  let row: @Sendable (Int) throws(SnapshotError) -> [Cell]
}

extension ExportedTable {
  /// A table of few rows.
  init(facts: [(name: String, value: String)], columns: [Column], rows: [[Cell]]) {
    self.init(facts: facts, columns: columns, rowCount: rows.count) { rows[$0] }
  }
}
