import Measures
import Sites
import TerminalUI

extension ExplorerState {
  /// Asks for the overview of the pair and stage that are looked at, unless it has been asked for.
  mutating func needSites() -> [Effect] {
    let permutations = pair.flatMap { comparison($0)?.permutations }
    let subject = SiteOverview.Subject(pair: pair, stage: shownStage, permutations: permutations)
    let wanted = need(pair.map { [ComparedPair($0)] } ?? [])
    guard siteTable.requested != subject, pair == nil || permutations != nil else { return wanted }
    (siteTable.requested, siteTable.fault) = (subject, nil)
    let known = siteTable.overview.flatMap { $0.subject.stage == shownStage ? $0.lines.map(\.entropy) : nil }
    return wanted + [.overlook(subject, pair.flatMap { comparison($0) }, entropies: known)]
  }

  /// Takes the overview in, or why there is none; what a later request has overtaken is dropped.
  mutating func take(_ overview: SiteOverview?, of subject: SiteOverview.Subject, fault: String?) {
    guard subject == siteTable.requested else { return }
    (siteTable.overview, siteTable.fault) = (overview, fault)
    if let fault { message = .error(fault) }
    keepSiteInSight()
  }

  /// Moves the cursor by so many sites, stopping at the ends.
  mutating func moveSite(by lines: Int) {
    let order = siteTable.lines.map { run.sites.place(ofRow: $0.site.firstRow) }
    guard let place = order.firstIndex(of: siteTable.site) else { return }
    // Bounded first: the end is asked for as a very large step.
    siteTable.site = order[max(0, min(place + max(-order.count, min(lines, order.count)), order.count - 1))]
    keepSiteInSight()
  }

  /// Scrolls as little as possible until the site of the cursor is in sight.
  mutating func keepSiteInSight() {
    let lines = siteTable.lines
    let place = lines.firstIndex { run.sites.place(ofRow: $0.site.firstRow) == siteTable.site } ?? 0
    let height = SitesView.lineCount(self, height: layout.table.height)
    siteTable.offset = Scrolling.offset(
      siteTable.offset, showing: place, count: lines.count, height: height, margin: min(2, height / 4))
  }

  /// Orders the sites by a column; where they are ordered by it already, in the other direction.
  mutating func sortSites(by column: SiteColumn) {
    siteTable.isDescending = siteTable.column == column ? !siteTable.isDescending : column.isLargestFirst
    siteTable.column = column
    keepSiteInSight()
  }

  /// Orders the sites by the column so many further on, of those that have room, or turns the order around.
  mutating func sortSites(_ change: OrderChange) {
    switch change {
    case .reverse: siteTable.isDescending.toggle()
    case .column(let steps):
      let shown = SitesView.columns(inWidth: layout.table.width)
      guard !shown.isEmpty else { return }
      let place = shown.firstIndex(of: siteTable.column)
      siteTable.column = place.map { shown[wrapped($0 + steps, shown.count)] } ?? shown[0]
      siteTable.isDescending = siteTable.column.isLargestFirst
    }
    keepSiteInSight()
  }

  /// Opens the table with the neurons of the site under the cursor.
  mutating func openSite() -> [Effect] {
    let site = run.sites.sites[siteTable.site]
    let opened = view == .table ? [] : open(.table)
    return opened + filter("site=\(site.name)")
  }
}
