import TerminalUI
import Testing

@Suite struct TableTests {
  private let appearance = Appearance(
    capabilities: Capabilities(colorDepth: .colors256, repertoire: .unicode))
  private let columns = [
    TableColumn(id: "neuron", title: "#", alignment: .right, width: .fixed(4), priority: 9),
    TableColumn(id: "state", title: "state", width: .flexible(minimum: 5, maximum: 9), priority: 5),
    TableColumn(id: "moved", title: "moved", alignment: .right, width: .fixed(6), priority: 7),
  ]

  private func table(rows: Int, offset: Int = 0, selected: Int? = nil) -> Table {
    Table(
      columns: columns, rowCount: rows, offset: offset, selected: selected, sort: ("moved", false)
    ) { row, column, _ in
      switch column {
      case "neuron": StyledText("\(row)")
      case "state": "forgotten"
      default: "+.31"
      }
    }
  }

  private func lines(_ table: Table, _ width: Int, _ height: Int) -> [String] {
    var grid = appearance.makeGrid(size: Size(width: width, height: height))
    table.draw(into: &grid, in: grid.bounds, appearance: appearance)
    return grid.lines
  }

  @Test func columnsAlignAndTheSortedOneShowsIt() {
    #expect(
      lines(table(rows: 12), 21, 3) == [
        "   # state     moved↓", "   0 forgotten   +.31", "   1 forgotten   +.31",
      ])
  }

  @Test func narrowTablesCutThenDropColumnsByPriority() {
    #expect(lines(table(rows: 2), 18, 2) == ["   # state  moved↓", "   0 forgo…   +.31"])
    #expect(lines(table(rows: 2), 12, 2) == ["   # moved↓", "   0   +.31"])
    #expect(lines(table(rows: 2), 3, 2) == ["  #", "  0"])
    #expect(lines(table(rows: 2), 0, 0) == [])
  }

  @Test func aMillionRowsCostOnlyThoseInSight() {
    nonisolated(unsafe) var asked: Set<Int> = []
    var table = table(rows: 1_000_000, offset: 999_995, selected: 999_997)
    let cell = table.cell
    table.cell = { row, column, width in
      asked.insert(row)
      return cell(row, column, width)
    }
    #expect(lines(table, 30, 8).count == 8)
    #expect(asked == Set(999_995..<1_000_000))
  }

  @Test func clicksFindTheirRowAndColumn() {
    let region = Rect(x: 10, y: 5, width: 21, height: 4)
    let table = table(rows: 2)
    #expect(table.row(at: Point(x: 11, y: 6), in: region) == 0)
    #expect(table.row(at: Point(x: 11, y: 5), in: region) == nil)
    #expect(table.row(at: Point(x: 11, y: 8), in: region) == nil)
    #expect(table.column(at: Point(x: 10, y: 5), in: region) == "neuron")
    #expect(table.column(at: Point(x: 30, y: 5), in: region) == "moved")
    #expect(table.column(at: Point(x: 40, y: 5), in: region) == nil)
  }

  @Test func flexibleColumnsShareWhatIsLeft() {
    let flexible = [
      TableColumn(id: "a", title: "a", width: .flexible(minimum: 2, weight: 3)),
      TableColumn(id: "b", title: "b", width: .flexible(minimum: 2, maximum: 4)),
    ]
    #expect(TableLayout(columns: flexible, width: 25).columns.map(\.width) == [20, 4])
    #expect(TableLayout(columns: flexible, width: 5).columns.map(\.width) == [2, 2])
    #expect(TableLayout(columns: [], width: 5).columns.isEmpty)
  }
}
