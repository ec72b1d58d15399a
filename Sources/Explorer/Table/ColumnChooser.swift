/// The list in which columns are chosen: those shown first, in their order, then the others.
struct ColumnChooser: Sendable {
  /// All names, in the order of the list; it stays while the list is open, so that nothing jumps.
  private(set) var names: [String]
  /// The line of the cursor.
  private(set) var selected = 0

  /// Opens the list.
  init(_ choice: ColumnChoice, stages: Int) {
    names = choice.names + ColumnChoice.candidates(stages: stages).filter { !choice.names.contains($0) }
  }

  /// The name under the cursor.
  var name: String { names[selected] }

  /// Moves the cursor by so many lines, stopping at the ends.
  mutating func move(by lines: Int) { selected = max(0, min(selected + lines, names.count - 1)) }

  /// Moves the line under the cursor past its neighbour, and the cursor with it.
  mutating func carry(by step: Int) {
    let target = selected + step
    guard names.indices.contains(target) else { return }
    names.swapAt(selected, target)
    selected = target
  }

  /// The names of `choice` in the order of the list.
  func order(of choice: ColumnChoice) -> [String] { names.filter { choice.names.contains($0) } }
}
