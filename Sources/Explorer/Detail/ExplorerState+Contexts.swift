extension ExplorerState {
  /// Shows the other choice of contexts, and the detail on the whole screen where they have no room beside.
  mutating func toggleContexts() {
    guard run.hasContexts else {
      message = .info("This run keeps no contexts: collect it again to have them")
      return
    }
    if ContextLines.rows(self, height: layout.detail.height) == 0, !isZoomed {
      isZoomed = true
    } else {
      showsSampledContexts.toggle()
    }
  }
}
