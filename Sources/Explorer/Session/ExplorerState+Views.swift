import TerminalUI

extension ExplorerState {
  /// Opens a view, and asks for what it shows; the view that is open already gives way to the table.
  mutating func open(_ view: View) -> [Effect] {
    self.view = self.view == view ? .table : view
    isZoomed = false
    viewOffset = 0
    table.rangeStart = nil
    keepCursorInSight()
    if self.view == .ownText, ownText.text.isEmpty { open(.text) }
    return viewNeeds()
  }

  /// Asks for what the view shows.
  mutating func viewNeeds() -> [Effect] {
    switch view {
    case .ranks, .tags: return summary == nil ? [.summarise] : []
    // Training may be going on: the file is read at every opening.
    case .curves:
      let steps = StagePair.all(stages: run.stages.count).filter { $0.to == $0.from + 1 }
      return [.readMetrics] + need(steps) + steps.flatMap { testIfQuick($0) }
    case .pruning: return openPruning()
    case .table, .scatter, .lengths, .ownText: return []
    }
  }

  /// Shows the other choice of contexts, and the detail on the whole screen where they have no room beside.
  mutating func toggleContexts() {
    guard run.stages.contains(where: { $0.snapshot.contexts != nil }) else {
      message = .info("This run keeps no contexts: collect it again to have them")
      return
    }
    if ContextLines.rows(self, height: layout.detail.height) == 0, !isZoomed {
      isZoomed = true
    } else {
      showsSampledContexts.toggle()
    }
  }

  /// Goes to the next neuron of the scatter plot in a direction.
  mutating func moveInPlot(dx: Int, dy: Int) {
    let (plot, rows) = ScatterView.plot(self, appearance: nil)
    guard var place = plot.selected else {
      if let first = rows.first { select(row: first) }
      return
    }
    for _ in 0..<max(abs(dx), abs(dy)) {
      guard let next = plot.index(from: place, dx: dx.signum(), dy: dy.signum(), in: layout.table) else {
        break
      }
      place = next
    }
    select(row: rows[place])
  }

  /// A click into a plot selects what is nearest.
  mutating func click(at point: Point, in region: Rect) -> [Effect] {
    if view == .ownText { clickWord(at: point, in: region) }
    guard view == .scatter else { return [] }
    let (plot, rows) = ScatterView.plot(self, appearance: nil)
    if let place = plot.index(nearest: point, in: region) { select(row: rows[place]) }
    return []
  }

  /// Selects a neuron by its row of the snapshots, in the table too if it is there.
  mutating func select(row: Int) {
    if let place = table.rows.firstIndex(of: Int32(row)) {
      select(place: place)
    } else {
      neuron = row
    }
  }
}
