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

  /// Selects a neuron by its row of the snapshots, in the table too if it is there.
  mutating func select(row: Int) {
    if let place = table.rows.firstIndex(of: Int32(row)) {
      select(place: place)
    } else {
      neuron = row
    }
  }

  /// Scrolls the lists of a detail that has the whole screen by half pages.
  mutating func scrollDetail(halfPages: Int) {
    detailNeuron = neuron
    detailOffset = max(0, min(detailOffset + halfPages, DetailPane.windows(self).lastHalfPage))
  }

  /// Scrolls the table by half screens.
  mutating func scrollTable(halfPages: Int) {
    let rows = max(1, layout.tableRows) * halfPages / 2
    let distance = rows == 0 ? halfPages.signum() : rows
    // The screen moves with the cursor, so that the cursor stays where the eye is.
    table.offset += distance
    move(by: distance)
  }

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

  /// Scrolls the table and takes the cursor along where it would leave the screen.
  mutating func scrollTable(rows: Int) {
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
