import Measures
import NeuronPreferences
import TerminalUI

extension ViewDescription {
  /// Shares of tags in the text and in what neurons prefer.
  public static let tags = ViewDescription(
    "tags", key: "P", summary: "shares of part-of-speech tags",
    caption: { state, _ in TagShareView.caption(state) },
    draw: TagShareView.draw(_:into:in:appearance:),
    needs: { $0.needSummaries(TagShareView.stages($0) + [$0.shownStage]) },
    cursor: { _ in TagShareView.cursor }, exported: TagShareView.exported)
}

/// For every tag its share of the text and of what neurons prefer in the stages compared.
enum TagShareView {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard let summary = state.summaries[state.shownStage] else {
      return EmptyView.draw(["Reading all neurons"], into: &grid, in: region, appearance: appearance)
    }
    let stages = stages(state)
    guard let reference = summary.tags else {
      let lines = [
        "No tags: the text of this stage was not tagged.", "A run whose text has tags shows here how much",
        "of each tag neurons prefer, against the text.",
      ]
      return EmptyView.draw(lines, into: &grid, in: region, appearance: appearance)
    }
    let texts = texts(state)
    func share(_ stage: Int, _ tag: String) -> TagShares.Share? {
      state.summaries[stage]?.tags?.first { $0.name == tag }
    }
    let all = stages.flatMap { state.summaries[$0]?.tags ?? [] }
    let scale = all.reduce(0) { max($0, $1.corpus, $1.mass) }
    let lines = reference.dropFirst(state.viewOffset).flatMap { tag in
      texts.enumerated().flatMap { place, stages -> [Line] in
        let label = texts.count == 1 ? "text" : "text of \(stages[0] + 1)"
        let text = Line(
          name: place == 0 ? tag.name : "", label: label, share: share(stages[0], tag.name)?.corpus,
          role: .bar)
        return [text]
          + stages.map { stage in
            Line(
              name: "", label: "\(stage + 1) \(state.run.stages[stage].label)",
              share: share(stage, tag.name)?.mass, role: .stage(stage))
          }
      }
    }
    for (line, y) in zip(lines, 0..<region.height) {
      draw(line, scale: scale, into: &grid, in: region.row(y), appearance: appearance)
    }
  }

  /// A row a tag: its share of the text, and of the mass in the stages compared.
  fileprivate static func exported(_ state: ExplorerState, limit: Int) -> Export.Content? {
    guard let reference = state.summaries[state.shownStage]?.tags else { return nil }
    func cell(_ share: Double?) -> ExportedTable.Cell {
      ExportedTable.Cell(value: .number(share), shown: share.map(Figure.percent) ?? "")
    }
    let stages = stages(state)
    let columns =
      [("tag", "tag", false), ("text", "text", true)]
      + stages.map { ("mass@\($0 + 1)", state.run.stages[$0].label, true) }
    let rows = reference.prefix(limit).map { tag in
      [.text(tag.name), cell(tag.corpus)]
        + stages.map { stage in cell(state.summaries[stage]?.tags?.first { $0.name == tag.name }?.mass) }
    }
    return .table(
      ExportedTable(
        facts: state.exportFacts(limit),
        columns: columns.map { ExportedTable.Column(name: $0.0, title: $0.1, isNumber: $0.2) }, rows: rows))
  }

  /// The stages that have a bar: those compared.
  fileprivate static func stages(_ state: ExplorerState) -> [Int] {
    state.pair.map { [$0.from, $0.to] } ?? [state.shownStage]
  }

  /// Through the rows of the table; half screens scroll the tags.
  fileprivate static let cursor: ViewCursor = {
    var cursor = ViewCursor.rows
    cursor.scroll = { state, halfPages in
      let count = state.summaries[state.shownStage]?.tags?.count ?? 0
      let shown = tagsInSight(state)
      let distance = shown * halfPages / 2
      state.viewOffset = max(
        0, min(state.viewOffset + (distance == 0 ? halfPages.signum() : distance), count - shown))
    }
    return cursor
  }()

  /// The stages that have a bar, together where they read the same text: preferences are held against the text that they
  /// come from.
  private static func texts(_ state: ExplorerState) -> [[Int]] {
    var texts: [[Int]] = []
    for stage in stages(state) {
      let snapshot = state.run.stages[stage].snapshot
      let known = texts.firstIndex { state.run.stages[$0[0]].snapshot.hasSameText(as: snapshot) }
      if let known { texts[known].append(stage) } else { texts.append([stage]) }
    }
    return texts
  }

  /// Which text it is that preferences stand beside.
  fileprivate static func caption(_ state: ExplorerState) -> String {
    let names = texts(state).map { state.run.stages[$0[0]].snapshot.origin.corpus }
    let corpora = names.filter { !$0.isEmpty }.joined(separator: " and ")
    let text = names.count > 1 ? "each stage's own text" : "the text"
    return
      "Parts of speech: their shares of \(text)\(corpora.isEmpty ? "" : " (\(corpora))") and of what neurons prefer"
  }

  /// How many tags have room with all their lines; one at least.
  static func tagsInSight(_ state: ExplorerState) -> Int {
    max(1, state.layout.table.height / (texts(state).count + stages(state).count))
  }

  private struct Line {
    var name: String
    var label: String
    var share: Double?
    var role: Role
  }

  private static func draw(
    _ line: Line, scale: Double, into grid: inout Grid, in row: Rect, appearance: Appearance
  ) {
    let (name, afterName) = row.splitLeft(7)
    let (label, afterLabel) = afterName.splitLeft(min(13, row.width / 4))
    let (bar, number) = afterLabel.splitRight(5)
    grid.write(StyledText(" " + line.name, appearance[.title]), in: name.splitLeft(6).left)
    grid.write(StyledText(line.label, appearance[.dim]), in: label.splitLeft(label.width - 1).left)
    guard let share = line.share else {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: number, alignment: .right)
      return
    }
    Bar(scale > 0 ? share / scale : 0, style: appearance[line.role])
      .draw(into: &grid, in: bar, appearance: appearance)
    grid.write(StyledText(Figure.percent(share)), in: number, alignment: .right)
  }
}
