import Measures
import TerminalUI

/// What stands in the cells of the table.
struct NeuronCells {
  let state: ExplorerState
  let appearance: Appearance
  private let source: MeasureSource
  /// The rows of the range being chosen that could be in sight.
  private let ranged: Set<Int>

  init(state: ExplorerState, appearance: Appearance) {
    self.state = state
    self.appearance = appearance
    source = state.source
    let inSight = state.table.offset..<(state.table.offset + max(0, state.layout.tableRows))
    let places = state.range.map { Range($0).clamped(to: inSight) } ?? 0..<0
    ranged = Set(places.clamped(to: state.table.rows.indices).map { Int(state.table.rows[$0]) })
  }

  /// The cell of a measure for the neuron in that row of the snapshots.
  func text(of measure: Measure, row: Int, width: Int) -> StyledText {
    let glyphs = appearance.glyphs
    switch measure {
    case .marked:
      let hasNote = state.marks.notes[row] != nil
      if state.marks.rows.contains(row) {
        return StyledText(hasNote ? glyphs.markedAndNoted : glyphs.marked, appearance[.mark])
      }
      if hasNote, !ranged.contains(row) { return StyledText(glyphs.noted, appearance[.mark]) }
      return ranged.contains(row) ? StyledText(glyphs.pointer, appearance[.mark]) : ""
    case .score:
      guard let ranking = source.ranking, let score = ranking.scores[row] else { return "" }
      let cell = ranking.cell(score)
      let number = TerminalText.fitted(cell.number, to: 5, sign: glyphs.ellipsis)
      let bar = Bar(cell.bar, style: appearance[.bar])
      return StyledText([Span(number), Span(bar.text(width: width - 5, glyphs: glyphs), bar.style)])
    case .tokenMass(let stage):
      guard let ranking = source.ranking, let mass = ranking.mass(ofRow: row, stage: stage) else { return "" }
      guard mass > 0 else { return StyledText("    \(glyphs.missing)", appearance[.dim]) }
      let cell = ranking.cell(mass)
      let number = TerminalText.fitted(cell.number, to: 5, alignment: .right, sign: glyphs.ellipsis)
      let bar = Bar(cell.bar, style: appearance[.stage(stage)])
      return StyledText([
        Span(number + " "), Span(bar.text(width: width - 6, glyphs: glyphs), bar.style),
      ])
    case .tokenChange(let pair):
      guard let change = source.ranking?.change(ofRow: row, pair) else { return "" }
      return StyledText((change > 0 ? "+" : "") + Figure.quantity(change))
    case .distance(let pair):
      let distance = state.comparison(pair)?.distance(row)
      return distance.map { StyledText(Figure.share($0)) } ?? StyledText(glyphs.missing, appearance[.dim])
    case .union(let pair):
      return StyledText(state.comparison(pair).map { Figure.count($0.unionLength(row)) } ?? "")
    case .mean(let stage):
      let mean = state.run.stages[stage].mean(row)
      return mean.map { StyledText(Figure.activation($0)) } ?? ""
    case .neuron: return StyledText(Self.name(state, row))
    case .tokens(let pair):
      return PreferenceCell(state: state, appearance: appearance).tokens(pair, row, width)
    case .tagClass(let pair): return PreferenceCell(state: state, appearance: appearance).classes(pair, row)
    case .tag(let pair): return PreferenceCell(state: state, appearance: appearance).tags(pair, row)
    case .tagShare(let stage):
      let share = source.value(of: .tagShare(stage), row: row)
      return share.map { StyledText(Figure.percent($0)) } ?? StyledText(glyphs.missing, appearance[.dim])
    case .tagMoved(let pair): return tagMoved(pair, row: row)
    case .verdict(let pair):
      let verdict = source.verdict(of: row, pair: pair)
      return StyledText(verdict.word, appearance[verdict.role])
    case .moved(let pair): return moved(pair, row: row, width: width)
    case .wins(let stage): return StyledText(Figure.count(state.run.stages[stage].wins(row)))
    case .length(let stage): return StyledText(Figure.count(state.run.stages[stage].length(row)))
    case .lengthChange(let pair):
      let before = state.run.stages[pair.from].length(row)
      let after = state.run.stages[pair.to].length(row)
      return StyledText("\(Figure.count(before))\(glyphs.arrow)\(Figure.count(after))")
    case .rate(let pair):
      let rate = state.comparison(pair)?.rate(row)
      return rate.map { StyledText(Figure.rate($0)) } ?? ""
    case .mass(let stage): return StyledText(Figure.quantity(state.run.stages[stage].mass(row)))
    }
  }

  /// A distance with its bar; faint, in brackets and without one where the evidence does not carry it.
  private func moved(_ pair: StagePair, row: Int, width: Int) -> StyledText {
    let glyphs = appearance.glyphs
    guard let comparison = state.comparison(pair) else {
      return StyledText(glyphs.ellipsis, appearance[.dim])
    }
    guard let distance = comparison.moved(row) else {
      return StyledText(" \(glyphs.missing)", appearance[.dim])
    }
    if source.verdict(of: row, pair: pair) == .insufficient {
      return StyledText("(\(Figure.share(distance)))", appearance[.dim])
    }
    let share = comparison.largest > 0 ? distance / comparison.largest : 0
    // The length says it all; colour is for screens that can bear a change of style on every line.
    let isWide = state.size.width >= 100
    let bar = Bar(share, style: appearance[isWide ? .heat(share) : .text])
    let number = comparison.isTested ? Figure.difference(distance) : " " + Figure.share(distance)
    return StyledText([
      Span(
        TerminalText.fitted(number, to: 5, sign: glyphs.ellipsis),
        appearance[comparison.isTested ? .text : .dim]),
      Span(bar.text(width: width - 5, glyphs: glyphs), bar.style),
    ])
  }

  /// How far its preferences for tags moved; faint before that is held against chance.
  private func tagMoved(_ pair: StagePair, row: Int) -> StyledText {
    guard let comparison = state.comparisons[ComparedPair(pair, by: .tag)] else {
      return StyledText(appearance.glyphs.ellipsis, appearance[.dim])
    }
    guard let moved = source.value(of: .tagMoved(pair), row: row) else {
      return StyledText(appearance.glyphs.missing, appearance[.dim])
    }
    return comparison.isTested
      ? StyledText(Figure.difference(moved)) : StyledText(" " + Figure.share(moved), appearance[.dim])
  }

  /// The number of a neuron, with its site where there are several.
  static func name(_ state: ExplorerState, _ row: Int) -> String {
    let id = state.run.sites.neuron(atRow: row)
    return state.run.sites.sites.count == 1 ? String(id.index) : id.description
  }

  /// The columns that the longest name takes.
  static func nameWidth(_ state: ExplorerState) -> Int {
    let longest = state.run.sites.sites.map { site in
      name(state, site.firstRow + site.neurons - 1).count
    }
    return max(3, longest.max() ?? 0)
  }
}
