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
    guard let reference = summary.tags else {
      let lines = [
        "No tags: the text of this stage was not tagged.", "A run whose text has tags shows here how much",
        "of each tag neurons prefer, against the text.",
      ]
      return EmptyView.draw(lines, into: &grid, in: region, appearance: appearance)
    }
    let bars = bars(state)
    let all = stages(state).flatMap { state.summaries[$0]?.tags ?? [] }
    let scale = all.reduce(0) { max($0, $1.corpus, $1.mass) }
    let lines = reference.dropFirst(state.viewOffset).flatMap { tag in
      bars.enumerated().map { place, bar in (name: place == 0 ? tag.name : "", bar, bar.share(tag.name)) }
    }
    for (line, y) in zip(lines, 0..<region.height) {
      let (name, bar, share) = line
      draw(bar, name, share, scale: scale, into: &grid, in: region.row(y), appearance: appearance)
    }
  }

  /// A bar of every tag: its share of a text, or of the mass at a stage.
  private struct TagBar {
    /// Its name in files: "text@2", or "text" where there is one; "mass@2".
    let name: String
    /// What stands before it.
    let label: String
    let role: Role
    /// The share of the tag of that name, nil where it has none.
    let share: (String) -> Double?
  }

  /// Below each text the stages that read it.
  private static func bars(_ state: ExplorerState) -> [TagBar] {
    let texts = texts(state)
    func share(_ stage: Int, _ tag: String) -> TagShares.Share? {
      state.summaries[stage]?.tags?.first { $0.name == tag }
    }
    return texts.flatMap { stages -> [TagBar] in
      let (first, isOne) = (stages[0], texts.count == 1)
      let text = TagBar(
        name: isOne ? "text" : "text@\(first + 1)", label: isOne ? "text" : "text of \(first + 1)", role: .bar
      ) { share(first, $0)?.corpus }
      return [text]
        + stages.map { stage in
          TagBar(
            name: "mass@\(stage + 1)", label: "\(stage + 1) \(state.run.stages[stage].label)",
            role: .stage(stage)
          ) { share(stage, $0)?.mass }
        }
    }
  }

  /// A row a tag: its shares as the screen has them.
  fileprivate static func exported(_ state: ExplorerState, limit: Int) -> Export.Content? {
    guard let reference = state.summaries[state.shownStage]?.tags else { return nil }
    let bars = bars(state)
    let columns =
      [ExportedTable.Column(name: "tag", title: "tag", isNumber: false)]
      + bars.map { ExportedTable.Column(name: $0.name, title: $0.label, isNumber: true) }
    let rows = reference.prefix(limit).map { tag in
      [.text(tag.name)] + bars.map { ExportedTable.Cell.number($0.share(tag.name), Figure.percent) }
    }
    return .table(ExportedTable(facts: state.exportFacts(limit), columns: columns, rows: rows))
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

  private static func draw(
    _ bar: TagBar, _ tag: String, _ share: Double?, scale: Double, into grid: inout Grid, in row: Rect,
    appearance: Appearance
  ) {
    let (name, afterName) = row.splitLeft(7)
    let (label, afterLabel) = afterName.splitLeft(min(13, row.width / 4))
    let (room, number) = afterLabel.splitRight(5)
    grid.write(StyledText(" " + tag, appearance[.title]), in: name.splitLeft(6).left)
    grid.write(StyledText(bar.label, appearance[.dim]), in: label.splitLeft(label.width - 1).left)
    guard let share else {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: number, alignment: .right)
      return
    }
    Bar(scale > 0 ? share / scale : 0, style: appearance[bar.role])
      .draw(into: &grid, in: room, appearance: appearance)
    grid.write(StyledText(Figure.percent(share)), in: number, alignment: .right)
  }
}
