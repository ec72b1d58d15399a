extension ExplorerState {
  /// Shows contexts, on a page of the detail where they have no room beside its lists; shown already, the other
  /// choice of them.
  mutating func toggleContexts() {
    guard run.hasContexts else {
      message = .info("This run keeps no contexts: collect it again to have them")
      return
    }
    let isShown = shownDetailPage == .activity || layout.isDetailRoomy
    if isShown {
      showsSampledContexts.toggle()
      return
    }
    detailOffset = 0
    if !layout.isDetailRoomy { detailPage = .activity }
    if layout.detail.isEmpty { isZoomed = true }
  }
}
