import Measures

/// Changes of marks made in this session, to take back and bring back.
struct MarkHistory: Sendable {
  private var done: [[MarkChange]] = []
  private var undone: [[MarkChange]] = []

  /// Remembers changes that were made together; what was taken back before is then gone.
  mutating func record(_ changes: [MarkChange]) {
    guard !changes.isEmpty else { return }
    done.append(changes)
    undone = []
  }

  /// The changes that take the last ones back; nil if there are none.
  mutating func undo() -> [MarkChange]? {
    guard let last = done.popLast() else { return nil }
    undone.append(last)
    return last.reversed().map(\.inverse)
  }

  /// The changes last taken back; nil if there are none.
  mutating func redo() -> [MarkChange]? {
    guard let last = undone.popLast() else { return nil }
    done.append(last)
    return last
  }
}
