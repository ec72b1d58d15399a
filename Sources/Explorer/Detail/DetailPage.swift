/// What the detail shows of a neuron. Where there is room, preferences and activity share a page.
public enum DetailPage: String, CaseIterable, Sendable {
  /// Tokens and tags that it prefers, the stages beside each other.
  case preferences
  /// Tokens and tags that it lost and gained between the stages compared.
  case changes
  /// How active it is, and where it fired.
  case activity
}

extension ExplorerState {
  /// The page that the detail shows: changes need two stages, and activity needs no page where it has room.
  var shownDetailPage: DetailPage {
    switch detailPage {
    case .changes where pair == nil: .preferences
    case .activity where layout.isDetailRoomy: .preferences
    default: detailPage
    }
  }

  /// Shows a page of the detail; nil for the next one, where one that would look like the one before is passed over.
  mutating func turnDetailPage(to page: DetailPage?) {
    let before = shownDetailPage
    let pages = DetailPage.allCases
    repeat {
      detailPage = page ?? pages[((pages.firstIndex(of: detailPage) ?? 0) + 1) % pages.count]
    } while page == nil && shownDetailPage == before && detailPage != before
    detailOffset = 0
    guard page == nil else { return }
    if layout.detail.isEmpty { isZoomed = true }
  }
}
