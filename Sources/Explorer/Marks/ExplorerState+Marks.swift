import Measures

extension ExplorerState {
  /// Marks the selected neuron or takes its mark away, and moves on.
  mutating func toggleMark() -> [Effect] {
    guard !table.rows.isEmpty else { return [] }
    if let range { return mark(range) }
    let kind: MarkChange.Kind = marks.rows.contains(neuron) ? .unmark : .mark
    let effects = change([MarkChange(row: neuron, kind: kind)])
    move(by: 1)
    return effects
  }

  /// The places from where a range was begun to the cursor.
  var range: ClosedRange<Int>? {
    table.rangeStart.map { min($0, table.selected)...max($0, table.selected) }
  }

  /// Begins a range at the cursor, or gives it up.
  mutating func toggleRange() {
    guard !table.rows.isEmpty else { return }
    table.rangeStart = table.rangeStart == nil ? table.selected : nil
  }

  /// Marks all neurons of a range; where all are marked, takes their marks away.
  private mutating func mark(_ range: ClosedRange<Int>) -> [Effect] {
    table.rangeStart = nil
    let rows = table.rows[range].map { Int($0) }
    let unmarked = rows.filter { !marks.rows.contains($0) }
    guard unmarked.isEmpty else {
      return announce(
        change(unmarked.map { MarkChange(row: $0, kind: .mark) }), "marked", unmarked.count)
    }
    return announce(change(rows.map { MarkChange(row: $0, kind: .unmark) }), "unmarked", rows.count)
  }

  /// Marks every neuron that the table shows.
  mutating func markAll() -> [Effect] {
    let rows = table.rows.map { Int($0) }.filter { !marks.rows.contains($0) }
    return announce(change(rows.map { MarkChange(row: $0, kind: .mark) }), "marked", rows.count)
  }

  /// Takes the marks away from every neuron that the table shows.
  mutating func unmarkShown() -> [Effect] {
    let rows = table.rows.map { Int($0) }.filter(marks.rows.contains)
    return announce(change(rows.map { MarkChange(row: $0, kind: .unmark) }), "unmarked", rows.count)
  }

  /// Takes all marks away.
  mutating func unmarkAll() -> [Effect] {
    let rows = marks.rows.sorted()
    return announce(change(rows.map { MarkChange(row: $0, kind: .unmark) }), "unmarked", rows.count)
  }

  /// Writes a note to the selected neuron.
  mutating func note(_ text: String) -> [Effect] {
    guard run.neuronCount > 0 else { return [] }
    return change([MarkChange(row: neuron, kind: .note(text))])
  }

  /// Takes the last changes back.
  mutating func undo() -> [Effect] {
    guard let changes = history.undo() else {
      message = .info("Nothing to undo: no mark has been changed here")
      return []
    }
    return announce(apply(changes), "undone: marks changed back", changes.count)
  }

  /// Brings the changes last taken back again.
  mutating func redo() -> [Effect] {
    guard let changes = history.redo() else {
      message = .info("Nothing to redo")
      return []
    }
    return announce(apply(changes), "redone: marks changed", changes.count)
  }

  /// Changes marks so that it can be taken back: a mark that goes takes its reason along, and one that is given
  /// another reason goes first.
  mutating func change(_ changes: [MarkChange]) -> [Effect] {
    let changes = changes.flatMap { change -> [MarkChange] in
      guard change.list == nil, marks.rows.contains(change.row) else { return [change] }
      let removal = MarkChange(row: change.row, kind: .unmark, reason: marks.reasons[change.row])
      return switch change.kind {
      case .mark: [removal, change]
      case .unmark: [removal]
      case .note, .unnote: [change]
      }
    }
    history.record(changes)
    return apply(changes)
  }

  private mutating func apply(_ changes: [MarkChange]) -> [Effect] {
    guard !changes.isEmpty else { return [] }
    for change in changes { marks.apply(change) }
    return [.appendMarks(changes)]
  }

  private mutating func announce(_ effects: [Effect], _ what: String, _ count: Int) -> [Effect] {
    message = .info("\(Figure.counted(count, "neuron")) \(what)")
    return effects
  }
}
