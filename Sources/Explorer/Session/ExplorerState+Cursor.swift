import TerminalUI

extension ExplorerState {
  /// Moves the cursor by so many rows, stopping at the ends.
  mutating func move(by rows: Int) { select(place: table.selected + rows) }

  /// Moves the cursor to a place in the table, or to the nearest there is.
  mutating func select(place: Int) {
    guard !table.rows.isEmpty else { return }
    table.startsAtTop = false
    table.selected = max(0, min(place, table.rows.count - 1))
    neuron = Int(table.rows[table.selected])
    detailOffset = 0
    keepCursorInSight()
  }

  /// Scrolls by half screens: the table, or the lists of a detail that has the whole screen.
  mutating func scroll(halfPages: Int) {
    if isZoomed {
      let page = max(1, layout.detail.height / 2)
      detailOffset = max(0, min(detailOffset + halfPages * page, longestList - 1))
      return
    }
    if view == .ownText, ownText.reading != nil { return scrollWords(halfPages: halfPages) }
    if view == .tags {
      let count = summary?.stages[shownStage].tags?.count ?? 0
      viewOffset = max(0, min(viewOffset + 2 * halfPages, count - 1))
      return
    }
    let rows = max(1, layout.tableRows) * halfPages / 2
    let distance = rows == 0 ? halfPages.signum() : rows
    // The screen moves with the cursor, so that the cursor stays where the eye is.
    table.offset += distance
    move(by: distance)
  }

  private var longestList: Int { run.stages.map { $0.length(neuron) }.max() ?? 0 }

  /// Scrolls as little as possible until the cursor is in sight.
  mutating func keepCursorInSight() {
    let height = layout.tableRows
    table.offset = Scrolling.offset(
      table.offset, showing: table.selected, count: table.rows.count, height: height,
      margin: min(2, height / 4))
  }

  /// Selects a neuron by name or number; a filter that hides it is lifted.
  mutating func goTo(_ name: String) -> [Effect] {
    guard let row = RowSearch.neuron(name, sites: run.sites) else {
      message = .error(Wording.text(CommandError.noSuchNeuron(name)))
      return []
    }
    if let place = table.rows.firstIndex(of: Int32(row)) {
      select(place: place)
      return []
    }
    neuron = row
    return show(.all)
  }

  /// What the mouse does: a click selects, on a heading it sorts, the wheel scrolls.
  mutating func use(_ event: MouseEvent) -> [Effect] {
    if chooser != nil { return chooseColumn(by: event) }
    if helpOffset != nil {
      switch event.action {
      case .scrollUp: scrollHelp(-3)
      case .scrollDown: scrollHelp(3)
      default: helpOffset = nil
      }
      return []
    }
    let layout = layout
    switch event.action {
    case .scrollUp: scrollRows(-3)
    case .scrollDown: scrollRows(3)
    case .click, .doubleClick:
      message = nil
      if let stage = TitleBar.stage(at: event.position, state: self) {
        show(stage: stage)
        return []
      }
      if view != .table, layout.table.contains(event.position) {
        return click(at: event.position, in: layout.table)
      }
      let table = NeuronTable.skeleton(self, width: layout.table.width)
      if let place = table.row(at: event.position, in: layout.table) {
        select(place: place)
        if event.action == .doubleClick { return reduce(.toggleZoom) }
      } else if layout.table.row(0).contains(event.position),
        let column = table.column(at: event.position, in: layout.table)
      {
        return sort(by: column)
      } else if isZoomed {
        return reduce(.toggleZoom)
      }
    case .secondaryClick: break
    }
    return []
  }

  /// In the list of columns a click shows or hides one.
  private mutating func chooseColumn(by event: MouseEvent) -> [Effect] {
    switch event.action {
    case .scrollUp: return choose(.up)
    case .scrollDown: return choose(.down)
    case .click, .doubleClick:
      guard var list = chooser,
        let line = ColumnChooserView.line(at: event.position, list, layout)
      else {
        chooser = nil
        return columnNeeds()
      }
      list.move(by: line - list.selected)
      chooser = list
      return choose(.character(" "))
    case .secondaryClick: return []
    }
  }

  /// Scrolls the table and takes the cursor along where it would leave the screen.
  private mutating func scrollRows(_ rows: Int) {
    guard !isZoomed else { return move(by: rows.signum()) }
    if view == .ownText { return select(word: ownText.word + rows.signum()) }
    let height = layout.tableRows
    let offset = max(0, min(table.offset + rows, max(0, table.rows.count - height)))
    table.offset = offset
    let margin = min(2, height / 4)
    let lowest = offset == 0 ? 0 : offset + margin
    let highest = offset + height >= table.rows.count ? table.rows.count - 1 : offset + height - 1 - margin
    guard lowest <= highest else { return }
    select(place: max(lowest, min(table.selected, highest)))
  }
}
