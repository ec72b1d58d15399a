import Statistics
import TerminalUI

/// Screens that use every widget, for golden files and fuzzing.
enum Scenes {
  static func draw(_ scene: String, into grid: inout Grid, appearance: Appearance) {
    let (body, status) = grid.bounds.splitBottom(1)
    switch scene {
    case "browser": browser(into: &grid, in: body, appearance: appearance)
    case "dialogs": dialogs(into: &grid, in: body, appearance: appearance)
    case "scatter": scatter(.dots, into: &grid, in: body, appearance: appearance)
    case "shapes": scatter(.shapes, into: &grid, in: body, appearance: appearance)
    case "lines": lines(into: &grid, in: body, appearance: appearance)
    default: tokens(into: &grid, in: body, appearance: appearance)
    }
    StatusLine(
      message: StyledText("61 forgotten", appearance[.stateForgotten]),
      hints: [
        KeyHint("j/k", "move", priority: 5), KeyHint("1 2 3", "stage", priority: 4),
        KeyHint("s", "side by side", priority: 3), KeyHint("/", "search", priority: 2),
        KeyHint("space", "mark", priority: 1), KeyHint("?", "help", priority: 9),
      ], trailing: "sort moved"
    ).draw(into: &grid, in: status, appearance: appearance)
  }

  private static func browser(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let (left, right) = region.splitLeft(region.width * 45 / 100)
    let columns = [
      TableColumn(id: "mark", title: "", width: .fixed(1), priority: 8),
      TableColumn(id: "neuron", title: "#", alignment: .right, width: .fixed(4), priority: 9),
      TableColumn(id: "state", title: "state", width: .flexible(minimum: 6, maximum: 10), priority: 5),
      TableColumn(id: "moved", title: "moved", alignment: .right, width: .fixed(6), priority: 7),
      TableColumn(id: "bar", title: "", width: .flexible(minimum: 5, maximum: 12), priority: 3),
      TableColumn(id: "wins", title: "wins", alignment: .right, width: .fixed(5), priority: 4),
    ]
    let states: [(String, Role)] = [
      ("forgotten", .stateForgotten), ("shared", .stateShared), ("gained", .stateGained),
      ("displaced", .stateDisplaced), ("too few", .stateInsufficient),
    ]
    let table = Table(columns: columns, rowCount: 1_000_000, offset: 10, selected: 12, sort: ("moved", false))
    {
      row, column, width in
      let state = states[row % states.count]
      switch column {
      case "mark": return StyledText(row % 3 == 0 ? appearance.glyphs.marked : "", appearance[.mark])
      case "neuron": return StyledText("\(row)")
      case "state": return StyledText(state.0, appearance[state.1])
      case "moved": return StyledText("+.\(90 - row % 60)")
      case "bar":
        let share = Double(90 - row % 60) / 100
        return StyledText(
          Bar(share, style: .plain).text(width: width, glyphs: appearance.glyphs), appearance[.heat(share)])
      default: return StyledText("\(row * 37 % 2300)")
      }
    }
    table.draw(into: &grid, in: left, appearance: appearance)
    let inside = Box(title: "lstm.0:12  forgotten", isFocused: true).draw(
      into: &grid, in: right, appearance: appearance)
    for (stage, column) in inside.columns(3, gap: 1).enumerated() {
      grid.write(
        StyledText("\(stage + 1) stage", appearance[.stage(stage)]), in: column.row(0),
        base: appearance[.text])
      for (index, word) in ["the", "his", "film", "wonderful", "电影"].enumerated() {
        let (label, rest) = column.row(index + 1).splitLeft(column.width / 2)
        grid.write(StyledText(word), in: label, base: appearance[.text])
        Bar(0.9 / Double(index + 1), style: appearance[.bar]).draw(
          into: &grid, in: rest, appearance: appearance)
      }
      Sparkline((0..<12).map { Double($0 * (stage + 3) % 7) }, style: appearance[.heat2])
        .draw(into: &grid, in: column.row(7), appearance: appearance)
    }
    Rule.horizontal(into: &grid, in: inside.row(8), appearance: appearance)
  }

  private static func dialogs(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let (top, rest) = region.splitTop(1)
    TextInput("forgotten 电影").draw(into: &grid, in: top, prompt: ":", appearance: appearance)
    let (menu, help) = rest.splitTop(4)
    let inside = Box(title: "theme").draw(
      into: &grid, in: menu.centred(Size(width: 24, height: 4)), appearance: appearance)
    List(["terminal-16", "dark", "light"], selected: 1).draw(into: &grid, in: inside, appearance: appearance)
    HelpSheet([
      .init(
        "Moving", [("j k", "one row down, up"), ("g G", "first, last row"), ("ctrl-d ctrl-u", "half a page")]),
      .init("Marking", [("space", "mark and move on"), ("u", "undo")]),
      .init("Looking", [("1 2 3", "stage"), ("s", "side by side"), ("m", "scatter")]),
    ]).draw(into: &grid, in: help, appearance: appearance)
  }

  private static func scatter(
    _ marks: ScatterPlot.Marks, into grid: inout Grid, in region: Rect, appearance: Appearance
  ) {
    var generator = SplitMix64(seed: 7)
    let roles: [Role] = [.stateShared, .stateGained, .stateForgotten]
    let points = (0..<300).map { index in
      let length = Double(generator.next(below: 1000)) / 1000
      return PlotPoint(
        x: 1 + 400 * length * length, y: 0.2 + 0.7 * (1 - length) * Double(generator.next(below: 100)) / 100,
        group: index % 3, style: appearance[roles[index % 3]])
    }
    ScatterPlot(
      frame: PlotFrame(
        x: PlotAxis("union length (tokens)", covering: points.map(\.x), scale: .logarithmic),
        y: PlotAxis("Hellinger distance", covering: points.map(\.y))),
      points: points, selected: 42, marks: marks
    ).draw(into: &grid, in: region, appearance: appearance)
  }

  private static func lines(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let epochs = (1...12).map(Double.init)
    LinePlot(
      frame: PlotFrame(
        x: PlotAxis("epoch", from: 1, to: 12), y: PlotAxis("perplexity", covering: [0, 900])),
      series: [
        .init("pretrain", epochs.map { ($0, 900 / $0) }, style: appearance[.stage1]),
        .init("fine-tune", epochs.map { ($0, $0 == 6 ? nil : 500 - 20 * $0) }, style: appearance[.stage2]),
      ], cursor: 4
    ).draw(into: &grid, in: region, appearance: appearance)
  }

  private static func tokens(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let tokens = [
      "film", "电影院", "e\u{301}te\u{301}", "مرحبا", "กำลังใจ", "👨‍👩‍👧", "❤️", "👍🏽", "🇩🇪", "\u{1B}[31mred", "a\nb",
      "\u{202E}gnp.exe", "zero\u{200B}width", "\u{301}", "नमस्ते", "한국어", "ｆｕｌｌ",
    ]
    for (index, token) in tokens.enumerated() where index < region.height {
      let (label, rest) = region.row(index).splitLeft(min(14, region.width / 2))
      grid.write(StyledText(token, appearance[.text]), in: label)
      grid.write(appearance.glyphs.lines.vertical, at: rest.origin, style: appearance[.border])
      Bar(0.5, style: appearance[.bar]).draw(into: &grid, in: rest.splitLeft(2).rest, appearance: appearance)
    }
  }
}
