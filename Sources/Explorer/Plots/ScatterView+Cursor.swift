import TerminalUI

extension ScatterView {
  /// From neuron to neuron of the plot; half screens go through the table's rows.
  static let cursor: ViewCursor = {
    var cursor = ViewCursor.rows
    cursor.move = { move(&$0, dx: 0, dy: $1) }
    cursor.moveAcross = { move(&$0, dx: $1, dy: 0) }
    return cursor
  }()

  /// Goes so many neurons further in a direction, as far as there are some.
  private static func move(_ state: inout ExplorerState, dx: Int, dy: Int) {
    let (plot, rows) = plot(state, appearance: nil)
    guard var place = plot.selected else {
      if let first = rows.first { state.select(row: first) }
      return
    }
    let region = state.layout.table
    for _ in 0..<max(abs(dx), abs(dy)) {
      guard let next = plot.index(from: place, dx: dx.signum(), dy: dy.signum(), in: region) else { break }
      place = next
    }
    state.select(row: rows[place])
  }

  /// A click selects what is nearest.
  static func click(_ state: inout ExplorerState, _ event: MouseEvent, in region: Rect) -> [Effect] {
    let (plot, rows) = plot(state, appearance: nil)
    if let place = plot.index(nearest: event.position, in: region) { state.select(row: rows[place]) }
    return []
  }
}
