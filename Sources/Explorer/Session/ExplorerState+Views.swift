import Measures

extension ExplorerState {
  /// Opens a view; the one that is open already gives way to the table.
  mutating func open(_ view: ViewDescription) -> [Effect] {
    self.view = self.view == view ? .table : view
    isZoomed = false
    viewOffset = 0
    table.rangeStart = nil
    keepCursorInSight()
    return self.view.opened(&self)
  }

  /// Asks for what is in sight and not there yet: the comparisons of the table's columns and of the detail's stages,
  /// and what the view shows. O(columns and stages in sight), whatever the run holds.
  mutating func needsInSight() -> [Effect] {
    need(comparedInSight) + view.needs(&self)
  }

  /// The comparisons of the table's columns and of the detail's stages.
  var comparedInSight: [ComparedPair] {
    NeuronTable.shownMeasures(self).compactMap(\.compared)
      + DetailStages.pairsInSight(self).map { ComparedPair($0) }
  }

  /// What the moving keys and the wheel do now.
  var cursor: ViewCursor { isZoomed ? .detail : view.cursor(self) }
}
