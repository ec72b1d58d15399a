import Measures
import TerminalUI

/// The list in which columns are chosen, over the whole screen.
enum ColumnChooserView {
  static func draw(
    _ state: ExplorerState, _ chooser: ColumnChooser, into grid: inout Grid, layout: ScreenLayout,
    appearance: Appearance
  ) {
    let (head, list) = parts(layout)
    grid.write(StyledText("Columns of the table", appearance[.title]), in: head)
    let shown = state.columnChoice.names
    let width = chooser.names.map(\.count).max() ?? 0
    let offset = offset(chooser, height: list.height)
    let glyphs = appearance.glyphs
    List(count: chooser.names.count, selected: chooser.selected, offset: offset) { index in
      let name = chooser.names[index]
      let isShown = shown.contains(name)
      var line = StyledText(isShown ? "[\(glyphs.marked)] " : "[ ] ", appearance[isShown ? .mark : .dim])
      line.append(TerminalText.fitted(name, to: width + 2, sign: glyphs.ellipsis), appearance[.key])
      line.append(meaning(name, state), appearance[isShown ? .text : .dim])
      return line
    }.draw(into: &grid, in: list, appearance: appearance)
  }

  private static func parts(_ layout: ScreenLayout) -> (head: Rect, list: Rect) {
    let region = HelpView.region(layout)
    let (head, list) = region.splitTop(region.height > 4 ? 1 : 0)
    return (head, list)
  }

  private static func offset(_ chooser: ColumnChooser, height: Int) -> Int {
    Scrolling.offset(0, showing: chooser.selected, count: chooser.names.count, height: height)
  }

  /// The line of the list at `point`.
  static func line(at point: Point, _ chooser: ColumnChooser, _ layout: ScreenLayout) -> Int? {
    let list = parts(layout).list
    let line = offset(chooser, height: list.height) + point.y - list.y
    return list.contains(point) && chooser.names.indices.contains(line) ? line : nil
  }

  /// What a column says, in words.
  private static func meaning(_ name: String, _ state: ExplorerState) -> String {
    let measure = try? Measure(name: name, in: state.measureContext)
    guard let measure else { return "" }
    func label(_ stage: Int) -> String { state.run.stages[stage].label }
    func stage(_ what: String, _ number: Int) -> String {
      name.contains("@") ? "\(what) in \(label(number))" : "\(what) in the stage shown"
    }
    func both(_ pair: StagePair) -> String {
      pair.from == pair.to ? label(pair.to) : "\(label(pair.from)) and \(label(pair.to))"
    }
    return switch measure {
    case .tokens(let pair): "tokens that hold most of its mass in \(both(pair))"
    case .tagClass(let pair): "part of speech that holds most of its mass in \(both(pair))"
    case .tag(let pair): "tag that holds most of its mass in \(both(pair))"
    case .tagShare(let number): stage("share of its mass on one tag", number)
    case .tagMoved(let pair): "how far its tags moved from \(label(pair.from)) to \(label(pair.to))"
    case .verdict: "what became of the neuron"
    case .moved(let pair): "how far it moved from \(label(pair.from)) to \(label(pair.to))"
    case .rate: "false discoveries among all that moved as much"
    case .lengthChange(let pair): "different tokens in \(label(pair.from)) and in \(label(pair.to))"
    case .distance: "Hellinger distance, chance included"
    case .union: "different tokens in either stage"
    case .wins(let number): stage("tokens \(state.policyKind.competes ? "won" : "it fired at")", number)
    case .length(let number): stage("different tokens won", number)
    case .mass(let number): stage("sum of its activations", number)
    case .mean(let number): stage("mean of its activations", number)
    case .score, .tokenMass, .tokenChange, .neuron, .marked: ""
    }
  }
}
