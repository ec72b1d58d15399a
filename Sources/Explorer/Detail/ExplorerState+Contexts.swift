extension ExplorerState {
  /// Shows contexts, on a page of the detail where they have no room beside its lists. Where they are shown already, the
  /// next choice of them; with a token, those where the neuron fired at it.
  mutating func showContexts(at token: String?) {
    guard run.hasContexts else {
      message = .info("This run keeps no contexts: collect it again to have them")
      return
    }
    detailOffset = 0
    let isShown = shownDetailPage == .activity || layout.isDetailRoomy
    if let token {
      contextChoice = .token(token)
    } else if isShown {
      contextChoice = contextChoice == .strongest ? .sample : .strongest
    }
    guard !isShown else { return }
    if !layout.isDetailRoomy { detailPage = .activity }
    if layout.detail.isEmpty { isZoomed = true }
  }
}
