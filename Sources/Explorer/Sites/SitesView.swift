import Measures
import TerminalUI

extension ViewDescription {
  /// What became of the neurons of every site: a line a layer.
  public static let sites = ViewDescription(
    "sites", key: "A", summary: "all layers: what became of their neurons",
    caption: { state, glyphs in SitesView.caption(state, glyphs) }, draw: SitesView.draw,
    needs: { $0.needSites() }, hints: { _ in SitesView.hints }, cursor: { _ in SitesView.cursor },
    click: SitesView.click, entered: { $0.openSite() },
    ordered: { state, change in
      state.sortSites(change)
      return []
    },
    exported: SitesView.exported,
    words: [
      ("effect", "all layers: the middle of how far neurons moved"),
      ("entropy", "all layers: bits of a neuron's tokens, in the mean"),
    ])
}

/// A line for every site of the model: how many of its neurons were judged, lost or won, moved or kept what they prefer.
enum SitesView {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in region: Rect, appearance: Appearance) {
    guard isCurrent(state), let overview = state.siteTable.overview else {
      let lines = state.siteTable.fault.map { StyledText.wrapped($0, width: region.width - 2) }
      return EmptyView.draw(
        lines ?? ["Reading all neurons"], into: &grid, in: region, appearance: appearance)
    }
    let lines = state.siteTable.lines
    let isTested = (overview.subject.permutations ?? 0) > 0
    var table = skeleton(state, width: region.width)
    table.selected = lines.firstIndex {
      state.run.sites.place(ofRow: $0.site.firstRow) == state.siteTable.site
    }
    table.cell = { row, name, width in
      guard let column = SiteColumn(rawValue: name) else { return "" }
      let line = lines[row]
      if column == .site {
        return StyledText(TerminalText.truncated(line.site.name, to: width, sign: appearance.glyphs.ellipsis))
      }
      guard let value = column.value(line) else {
        return StyledText(appearance.glyphs.missing, appearance[.dim])
      }
      return StyledText(column.figure(value, isTested: isTested))
    }
    table.draw(into: &grid, in: region.splitBottom(notes(state).count).rest, appearance: appearance)
    for (note, y) in zip(notes(state), lines.count + 1..<region.height) {
      grid.write(StyledText(" " + note, appearance[.dim]), in: region.row(y))
    }
  }

  fileprivate static let hints = [
    CommandHint("down", "layer", 8), CommandHint("zoom", "its neurons", 9),
    CommandHint("sort-right", "sort", 7),
    CommandHint("reverse", "turn around", 5), CommandHint("next-pair", "compare", 5),
    CommandHint("next-stage", "stage", 4), CommandHint("back", "table", 9), CommandHint("help", "help", 9),
  ]

  /// From site to site.
  fileprivate static let cursor = ViewCursor(
    move: { $0.moveSite(by: $1) }, top: { $0.moveSite(by: -Int.max) }, bottom: { $0.moveSite(by: .max) },
    scroll: { state, halfPages in
      let height = lineCount(state, height: state.layout.table.height)
      state.moveSite(by: height < 2 ? halfPages.signum() : height * halfPages / 2)
    }, wheel: { $0.moveSite(by: $1.signum()) }, keepInSight: { $0.keepSiteInSight() })

  /// Whether what is there is of the pair and stage looked at.
  private static func isCurrent(_ state: ExplorerState) -> Bool {
    guard let subject = state.siteTable.overview?.subject else { return false }
    return subject.pair == state.pair && subject.stage == state.shownStage
  }

  /// What stands below the only line of a model of one site.
  private static func notes(_ state: ExplorerState) -> [String] {
    state.run.sites.sites.count == 1 ? ["One site: no other layer to compare it with"] : []
  }

  /// How many lines have room below their heading.
  static func lineCount(_ state: ExplorerState, height: Int) -> Int {
    max(0, height - 1 - notes(state).count)
  }

  /// The columns that have room.
  static func columns(inWidth width: Int) -> [SiteColumn] {
    TableLayout(columns: columns(), width: width).columns.compactMap { SiteColumn(rawValue: $0.column.id) }
  }

  private static func columns() -> [TableColumn] {
    SiteColumn.allCases.map { column in
      TableColumn(
        id: column.rawValue, title: column.rawValue, alignment: column == .site ? .left : .right,
        width: column == .site ? .flexible(minimum: column.width, maximum: 30) : .fixed(column.width),
        priority: column.priority)
    }
  }

  /// The table without what its cells say.
  private static func skeleton(_ state: ExplorerState, width: Int) -> Table {
    Table(
      columns: columns(), rowCount: state.siteTable.overview?.lines.count ?? 0,
      offset: state.siteTable.offset,
      sort: (state.siteTable.column.rawValue, !state.siteTable.isDescending)
    ) { _, _, _ in "" }
  }

  fileprivate static func caption(_ state: ExplorerState, _ glyphs: Glyphs) -> String {
    let count = Figure.counted(state.run.sites.sites.count, "site")
    guard let pair = state.pair else {
      return "\(count); a second stage would show what became of their neurons"
    }
    return "What became of the neurons of \(count), \(pair.text(arrow: glyphs.arrow))"
  }

  /// A click selects a site, and twice opens it; on a heading it sorts.
  fileprivate static func click(_ state: inout ExplorerState, _ event: MouseEvent, in region: Rect)
    -> [Effect]
  {
    let table = skeleton(state, width: region.width)
    if let row = table.row(at: event.position, in: region) {
      state.siteTable.site = state.run.sites.place(ofRow: state.siteTable.lines[row].site.firstRow)
      return event.action == .doubleClick ? state.openSite() : []
    }
    if region.row(0).contains(event.position), let name = table.column(at: event.position, in: region),
      let column = SiteColumn(rawValue: name)
    {
      state.sortSites(by: column)
    }
    return []
  }

  /// A row a site, in the order of the screen.
  fileprivate static func exported(_ state: ExplorerState, limit: Int) -> Export.Content? {
    guard isCurrent(state), let overview = state.siteTable.overview else { return nil }
    let isTested = (overview.subject.permutations ?? 0) > 0
    let columns = SiteColumn.allCases.map {
      ExportedTable.Column(name: $0.rawValue, title: $0.rawValue, isNumber: $0 != .site)
    }
    let rows = state.siteTable.lines.prefix(limit).map { line in
      SiteColumn.allCases.map { column -> ExportedTable.Cell in
        if column == .site { return .text(line.site.name) }
        return .number(column.value(line)) { column.figure($0, isTested: isTested) }
      }
    }
    return .table(ExportedTable(facts: state.exportFacts(limit), columns: columns, rows: Array(rows)))
  }
}
