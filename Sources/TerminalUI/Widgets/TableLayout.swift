/// Which columns of a table are shown in a given width, and where.
public struct TableLayout {
  /// A column and its place.
  public struct Placed: Hashable, Sendable {
    /// The column.
    public var column: TableColumn
    /// Its first column of cells, counted from the table's.
    public var x: Int
    /// Its width in cells.
    public var width: Int
  }

  /// The columns shown, left to right.
  public let columns: [Placed]

  /// Drops columns by priority until the minimum widths and one space between columns fit into `width`,
  /// then shares what is left among the flexible ones by weight. O(columns · log columns).
  public init(columns: [TableColumn], width: Int) {
    var needed = columns.reduce(max(0, columns.count - 1)) { $0 + $1.width.minimum }
    var dropped: Set<Int> = []
    if needed > width {
      // Of equal ones the last goes first; one column always stays.
      let order = columns.indices.sorted { (columns[$0].priority, $1) < (columns[$1].priority, $0) }
      for index in order.dropLast() where needed > width {
        dropped.insert(index)
        needed -= columns[index].width.minimum + 1
      }
    }
    let shown = columns.indices.filter { !dropped.contains($0) }.map { columns[$0] }
    var x = 0
    var placed: [Placed] = []
    for (column, width) in zip(shown, Self.widths(of: shown, free: width - needed)) {
      placed.append(Placed(column: column, x: x, width: width))
      x += width + 1
    }
    self.columns = placed.map { column in
      Placed(column: column.column, x: column.x, width: max(0, min(column.width, width - column.x)))
    }
  }

  /// The minimum widths, the flexible ones grown by `free` cells in all, as far as their maxima allow.
  private static func widths(of columns: [TableColumn], free: Int) -> [Int] {
    var widths = columns.map(\.width.minimum)
    var free = max(0, free)
    while free > 0 {
      let growing = columns.indices.compactMap { index -> (index: Int, weight: Int, room: Int)? in
        guard case .flexible(_, let maximum, let weight) = columns[index].width, weight > 0,
          widths[index] < maximum
        else { return nil }
        return (index, weight, maximum - widths[index])
      }
      let weights = growing.reduce(0) { $0 + $1.weight }
      guard weights > 0 else { break }
      let round = free
      for column in growing {
        let share = min(column.room, max(1, round * column.weight / weights), free)
        widths[column.index] += share
        free -= share
      }
    }
    return widths
  }
}
