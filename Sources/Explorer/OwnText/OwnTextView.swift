import Measures
import TerminalUI

extension ViewDescription {
  /// A text of the user's own: who fires at each word, stage by stage.
  public static let ownText = ViewDescription(
    "own-text", key: "O", summary: "your own text, word by word", isRemembered: false,
    caption: OwnTextView.caption, draw: OwnTextView.draw,
    opened: { state in
      if state.ownText.text.isEmpty { state.open(.text) }
      return []
    },
    hints: { _ in OwnTextView.hints }, cursor: { $0.ownText.reading == nil ? .rows : OwnTextView.cursor },
    click: { state, event, region in
      state.clickWord(at: event.position, in: region)
      return []
    },
    words: [("(word)", "in your own text: not in the model's vocabulary")])
}

/// A text of the user's own: a line a word with what the selected neuron does, and which neuron fires
/// strongest at it in each stage.
enum OwnTextView {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let reading = state.ownText.reading, !reading.words.isEmpty else {
      return EmptyView.draw(
        emptyLines(state, width: region.width), into: &grid, in: region, appearance: appearance)
    }
    let (fault, below) = (fault(state, width: region.width), region)
    let region = words(state, in: region)
    for (line, y) in zip(fault, region.height..<below.height) {
      grid.write(
        StyledText(line, appearance[.warn]), in: below.row(y).splitLeft(1).rest, base: appearance[.text])
    }
    var table = table(state, width: region.width)
    let cells = OwnTextCells(state: state, reading: reading, appearance: appearance)
    table.cell = { word, column, width in
      if column == "word" { return cells.word(word) }
      if column == "own" { return cells.own(word, width: width) }
      return stage(of: column).map { cells.strongest(word, stage: $0) } ?? ""
    }
    table.draw(into: &grid, in: region, appearance: appearance)
  }

  fileprivate static let hints = [
    CommandHint("down", "word", 8), CommandHint("text", "type text", 9),
    CommandHint("strongest", "its neuron", 8), CommandHint("next-stage", "stage", 6),
    CommandHint("mark", "mark", 4), CommandHint("zoom", "detail", 6), CommandHint("back", "table", 9),
    CommandHint("help", "help", 9),
  ]

  /// From word to word.
  fileprivate static let cursor = ViewCursor(
    move: { $0.select(word: $0.ownText.word + $1) }, top: { $0.select(word: 0) },
    bottom: { $0.select(word: .max) }, scroll: { $0.scrollWords(halfPages: $1) },
    wheel: { $0.select(word: $0.ownText.word + $1.signum()) }, keepInSight: { $0.keepWordInSight() })

  /// The part of the view's region that the words have: what is above the reason why the stage shown has no answer.
  static func words(_ state: ExplorerState, in region: Rect) -> Rect {
    region.splitBottom(fault(state, width: region.width).count).rest
  }

  /// The table without what its cells say: enough to know what lies under a click.
  static func table(_ state: ExplorerState, width: Int) -> Table {
    let reading = state.ownText.reading
    let longest = reading?.words.map { TerminalText.width(of: $0) + 2 }.max() ?? 4
    let own = "\(NeuronCells.name(state, state.neuron)) in \(state.shownStage + 1)"
    let stageWidth = NeuronCells.nameWidth(state) + 5
    let stages = stagesInReach(state, columns: width / stageWidth).map { stage in
      TableColumn(
        id: "stage \(stage)",
        title: "\(stage + 1) \(state.run.stages[stage].label)",
        width: .flexible(minimum: stageWidth, maximum: 12), priority: priority(of: stage, state))
    }
    let columns =
      [
        TableColumn(
          id: "word", title: reading?.unit.rawValue ?? "word",
          width: .fixed(min(max(6, longest), max(8, min(18, width / 4)))),
          priority: 200),
        TableColumn(
          id: "own", title: own, width: .flexible(minimum: max(9, own.count), maximum: 20), priority: 150),
      ] + stages
    return Table(
      columns: columns, rowCount: reading?.words.count ?? 0, offset: state.ownText.offset,
      selected: state.ownText.word
    ) { _, _, _ in "" }
  }

  /// The stages that could have a column: beside those compared, so many around the shown one as might fit.
  private static func stagesInReach(_ state: ExplorerState, columns: Int) -> [Int] {
    let around = (state.shownStage - columns)...(state.shownStage + columns)
    let near = state.run.stages.indices.clamped(to: around.lowerBound..<around.upperBound + 1)
    let compared = [state.pair?.from, state.pair?.to].compactMap { $0 }.filter { !near.contains($0) }
    return (compared + near).sorted()
  }

  /// Where stages don't all fit, the shown one stays, then those compared, then its neighbours.
  private static func priority(of stage: Int, _ state: ExplorerState) -> Int {
    if stage == state.shownStage { return 100 }
    if let pair = state.pair, stage == pair.from || stage == pair.to { return 90 }
    return 80 - abs(stage - state.shownStage)
  }

  /// The stage whose column has that name.
  static func stage(of column: String) -> Int? {
    column.hasPrefix("stage ") ? Int(column.dropFirst(6)) : nil
  }

  static func caption(_ state: ExplorerState, glyphs: Glyphs) -> String {
    guard let reading = state.ownText.reading else { return "Which neurons fire at a text of your own?" }
    if state.ownText.isPending { return "Reading your text at every stage\(glyphs.ellipsis)" }
    if case .failure(let fault)? = reading.stages.dropFirst(state.shownStage).first {
      return caption(reading, fault)
    }
    let words = Figure.counted(reading.words.count, reading.unit.rawValue)
    let own = state.run.sites.neuron(atRow: state.neuron)
    return "\(words): \(own) at each, and the neuron that fires strongest in each stage"
  }

  private static func caption(_ reading: TextReading, _ fault: TextReading.Fault) -> String {
    "\(Figure.counted(reading.words.count, reading.unit.rawValue)); \(fault.text)"
  }

  /// Why the stage shown has no answer, in lines, where the line above the words has no room for it.
  private static func fault(_ state: ExplorerState, width: Int) -> [String] {
    guard let reading = state.ownText.reading, !state.ownText.isPending,
      case .failure(let fault)? = reading.stages.dropFirst(state.shownStage).first,
      TerminalText.width(of: caption(reading, fault)) > width - 1
    else { return [] }
    return StyledText.wrapped(fault.text, width: width - 1)
  }

  private static func emptyLines(_ state: ExplorerState, width: Int) -> [String] {
    if state.ownText.isPending { return ["Reading your text at every stage"] }
    if let fault = state.ownText.fault { return StyledText.wrapped(fault, width: width - 2) }
    let key = state.keymap.keys(for: "text").first?.shownName ?? ":text"
    return [
      "\(key) types a sentence.", "Then every word stands here with the",
      "neuron that fires strongest at it,",
      "stage by stage.",
    ]
  }
}
