import Measures
import TerminalUI

/// The table of neurons.
enum NeuronTable {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    var table = skeleton(state, width: region.width, arrow: appearance.glyphs.arrow)
    let cells = NeuronCells(state: state, appearance: appearance)
    let measures = Dictionary(uniqueKeysWithValues: self.measures(state).map { ($0.name, $0) })
    table.cell = { place, column, width in
      guard let measure = measures[column] else { return "" }
      return cells.text(of: measure, row: Int(state.table.rows[place]), width: width)
    }
    table.draw(into: &grid, in: region, appearance: appearance)
    let shown = TableLayout(columns: table.columns, width: region.width).columns.count
    if shown < table.columns.count, region.width < grid.size.width {
      // Beside the heading, in the space before the line.
      grid.write(
        StyledText(appearance.glyphs.ellipsis, appearance[.dim]),
        in: Rect(x: region.endX, y: region.y, width: 1, height: 1))
    }
    if state.table.rows.isEmpty {
      let lines = emptyLines(state)
      for (index, line) in lines.enumerated() {
        grid.write(StyledText(" " + line, appearance[index == 0 ? .text : .dim]), in: region.row(2 + index))
      }
    }
  }

  /// The table without what its cells say: enough to know what lies under a click.
  static func skeleton(_ state: ExplorerState, width: Int, arrow: String = "→") -> Table {
    let sort = state.table.sort
    return Table(
      columns: measures(state).enumerated().map {
        column($1, place: $0, state: state, width: width, arrow: arrow)
      },
      rowCount: state.table.rows.count, offset: state.table.offset, selected: state.table.selected,
      sort: (column: sort.measure.name, ascending: !sort.isDescending)
    ) { _, _, _ in "" }
  }

  /// The measures of all columns, those that fit or not.
  static func measures(_ state: ExplorerState) -> [Measure] {
    let shown = [.marked, .neuron] + answers(state) + state.columnChoice.measures(in: state.measureContext)
    // What the table is sorted by is among its columns, unless somebody has chosen these.
    let sorted = state.table.sort.measure
    guard state.columns == nil, !shown.contains(sorted), !sorted.needsRanking || state.ranking != nil,
      sorted.isNumber
    else {
      return shown
    }
    return Array(shown.prefix(2)) + [sorted] + shown.dropFirst(2)
  }

  /// The columns that answer the question about preferences whose neurons are listed.
  private static func answers(_ state: ExplorerState) -> [Measure] {
    guard state.table.list == .ranked, let ranking = state.ranking else { return [] }
    guard case .token = ranking.question else { return [.score] }
    let compared = state.pair.map { [$0.from, $0.to] } ?? []
    let stages = compared.contains(ranking.stage) ? compared : compared + [ranking.stage]
    return stages.map { .tokenMass($0) } + (state.pair.map { [.tokenChange($0)] } ?? [])
  }

  /// The measures that are in sight, for sorting by a neighbouring column.
  static func shownMeasures(_ state: ExplorerState) -> [Measure] {
    let columns = skeleton(state, width: state.layout.table.width).columns
    let shown = TableLayout(columns: columns, width: state.layout.table.width).columns.map(\.column.id)
    return measures(state).filter { shown.contains($0.name) }
  }

  private static func column(
    _ measure: Measure, place: Int, state: ExplorerState, width: Int, arrow: String
  ) -> TableColumn {
    let title = title(of: measure, state, arrow: arrow)
    let isChosen = state.columns != nil
    func make(_ alignment: Alignment, _ width: TableColumn.Width, _ priority: Int) -> TableColumn {
      let own = isChosen && priority < 85 ? 80 - place : priority
      return TableColumn(
        id: measure.name, title: title, alignment: alignment, width: width,
        priority: measure == state.table.sort.measure ? max(own, 85) : own)
    }
    switch measure {
    case .marked: return make(.left, .fixed(1), 90)
    case .neuron: return make(.right, .fixed(NeuronCells.nameWidth(state)), 100)
    case .tokens: return make(.left, .flexible(minimum: max(13, width * 3 / 8), weight: 4), 84)
    case .tagClass(let pair), .tag(let pair): return make(.left, .fixed(pair.from == pair.to ? 7 : 11), 42)
    case .tagShare: return make(.right, .fixed(7), 40)
    case .tagMoved: return make(.left, .fixed(9), 41)
    case .score: return make(.left, .flexible(minimum: 9, maximum: 14), 85)
    case .verdict: return make(.left, .fixed(9), 70)
    case .moved(let pair) where pair == state.pair:
      return make(.left, .flexible(minimum: 5, maximum: 14), 80)
    case .rate: return make(.right, .fixed(4), 45)
    case .wins: return make(.right, .fixed(7), 60)
    case .lengthChange: return make(.right, .fixed(11), 50)
    case .mass: return make(.right, .fixed(7), 40)
    case .tokenMass: return make(.left, .flexible(minimum: 9, maximum: 13), 85)
    case .tokenChange: return make(.right, .fixed(6), 86)
    case .mean: return make(.right, .fixed(6), 35)
    case .distance: return make(.right, .fixed(6), 35)
    case .union: return make(.right, .fixed(10), 35)
    case .moved, .length: return make(.left, .fixed(9), 30 - place)
    }
  }

  /// The heading of a column; an answer to a question has the question's.
  static func title(of measure: Measure, _ state: ExplorerState, arrow: String) -> String {
    guard let ranking = state.ranking, measure.needsRanking else {
      return measure.title(arrow: arrow, events: state.policyKind.verb)
    }
    if case .tokenChange = measure { return measure.title(arrow: arrow, events: state.policyKind.verb) }
    guard case .tokenMass(let stage) = measure else { return ranking.title(state.run.sites) }
    return "\(TerminalText.truncated(ranking.title(state.run.sites), to: 7, sign: "~")) \(stage + 1)"
  }

  /// What stands in a table without rows: why, and what to do.
  private static func emptyLines(_ state: ExplorerState) -> [String] {
    if state.table.isPending { return ["Reading"] }
    guard let pair = state.pair else { return ["No neuron passes the filter", "Esc shows all"] }
    let stages = pair.text(arrow: " and ")
    let few = state.comparison(pair)?.counts[.insufficient] ?? 0
    let untold = few > 0 ? ["\(Figure.grouped(few)) have too few wins to tell."] : []
    switch state.table.list {
    case .forgotten:
      return ["No neuron lost its wins", "between stages \(stages)."] + untold + ["Esc all   ] other stages"]
    case .gained:
      return ["No neuron came to win more", "between stages \(stages)."] + untold + [
        "Esc all   ] other stages"
      ]
    case .moved:
      return ["No neuron has enough wins", "in stages \(stages) to compare.", "Esc all   ] other stages"]
    case .ranked: return ["No neuron answers that", "Esc all   t another token"]
    case .marked: return ["No neuron is marked.", "Esc all   Space marks"]
    case .all: return ["No neuron passes", state.table.filter?.text ?? "", "Esc all   & another filter"]
    }
  }
}
