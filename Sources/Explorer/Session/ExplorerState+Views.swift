extension ExplorerState {
  /// Opens a view, and asks for what it shows; the view that is open already gives way to the table.
  mutating func open(_ view: ViewDescription) -> [Effect] {
    self.view = self.view == view ? .table : view
    isZoomed = false
    viewOffset = 0
    table.rangeStart = nil
    keepCursorInSight()
    self.view.opened(&self)
    return viewNeeds()
  }

  /// Asks for what the view shows.
  mutating func viewNeeds() -> [Effect] { view.needs(&self) }

  /// What the moving keys and the wheel do now.
  var cursor: ViewCursor { isZoomed ? .detail : view.cursor(self) }
}
