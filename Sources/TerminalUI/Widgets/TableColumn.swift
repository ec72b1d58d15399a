/// A column of a table.
public struct TableColumn: Hashable, Sendable {
  /// How wide a column is.
  public enum Width: Hashable, Sendable {
    /// Always so many columns.
    case fixed(Int)
    /// At least `minimum` columns, growing with the others by `weight` up to `maximum`.
    case flexible(minimum: Int, maximum: Int = .max, weight: Int = 1)

    var minimum: Int {
      switch self {
      case .fixed(let width): return max(0, width)
      case .flexible(let minimum, _, _): return max(0, minimum)
      }
    }
  }

  /// What the column is called in sorting and settings; unique in its table.
  public var id: String
  /// The heading.
  public var title: String
  /// Where its cells stand.
  public var alignment: Alignment
  /// How wide it is.
  public var width: Width
  /// Where the table is too narrow, columns of lower priority go first, the later of equals before.
  public var priority: Int

  /// Makes a column.
  public init(
    id: String, title: String, alignment: Alignment = .left, width: Width, priority: Int = 0
  ) {
    self.id = id
    self.title = title
    self.alignment = alignment
    self.width = width
    self.priority = priority
  }
}
