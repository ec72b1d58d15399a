/// What the moving keys and the wheel do to a state.
struct ViewCursor: Sendable {
  typealias Change = @Sendable (inout ExplorerState) -> Void
  typealias Step = @Sendable (inout ExplorerState, Int) -> Void

  /// So many lines down.
  var move: Step
  /// So many places to the right.
  var moveAcross: Step = { state, steps in
    state.show(stage: state.wrapped(state.shownStage + steps, state.run.stages.count))
  }
  /// To the beginning.
  var top: Change
  /// To the end.
  var bottom: Change
  /// So many half screens down.
  var scroll: Step
  /// So many lines down, by the wheel.
  var wheel: Step
  /// Scrolls as little as possible until it is in sight.
  var keepInSight: Change
}

extension ViewCursor {
  /// Through the rows of the table, whatever is drawn of them.
  static let rows = ViewCursor(
    move: { $0.move(by: $1) }, top: { $0.select(place: 0) },
    bottom: { $0.select(place: $0.table.rows.count - 1) }, scroll: { $0.scrollTable(halfPages: $1) },
    wheel: { $0.scrollTable(rows: $1) }, keepInSight: { $0.keepCursorInSight() })

  /// From neuron to neuron while the detail has the screen; half screens scroll its lists.
  static let detail: ViewCursor = {
    var cursor = rows
    cursor.scroll = { $0.scrollDetail(halfPages: $1) }
    cursor.wheel = { $0.move(by: $1.signum()) }
    return cursor
  }()
}
