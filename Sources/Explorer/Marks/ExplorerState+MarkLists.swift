import Measures

extension ExplorerState {
  /// Marks the selected neuron and says why; one that is marked already gets the reason.
  mutating func mark(because reason: String) -> [Effect] {
    guard run.neuronCount > 0 else { return [] }
    return change([MarkChange(row: neuron, kind: .mark, reason: reason)])
  }

  /// Puts the marks aside as a named list, which then holds these and no others.
  mutating func saveMarks(as name: String) -> [Effect] {
    let before = marks.lists[name] ?? []
    guard before != marks.rows else {
      message = .info(
        marks.rows.isEmpty ? "Nothing is marked, so there is nothing to keep" : "\"\(name)\" holds just these"
      )
      return []
    }
    let changes =
      before.subtracting(marks.rows).sorted().map { MarkChange(row: $0, kind: .unmark, list: name) }
      + marks.rows.subtracting(before).sorted().map { MarkChange(row: $0, kind: .mark, list: name) }
    let effects = change(changes)
    message = .info("\"\(name)\" holds \(Figure.counted(marks.rows.count, "neuron")) now")
    return effects
  }

  /// Marks the neurons of a named list, and no others.
  mutating func loadMarks(_ name: String) -> [Effect] {
    guard let rows = marks.lists[name] else {
      let known = marks.lists.keys.sorted().joined(separator: ", ")
      message = .error(
        known.isEmpty
          ? "There is no list yet: save-marks NAME makes one" : "There is no list \"\(name)\": \(known)")
      return []
    }
    let changes =
      marks.rows.subtracting(rows).sorted().map { MarkChange(row: $0, kind: .unmark) }
      + rows.subtracting(marks.rows).sorted().map { MarkChange(row: $0, kind: .mark) }
    let effects = change(changes)
    message = .info("\(Figure.counted(rows.count, "neuron")) of \"\(name)\" marked")
    return effects
  }
}
