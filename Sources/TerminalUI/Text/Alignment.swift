/// Where text stands in a wider space.
public enum Alignment: Hashable, Sendable {
  /// At the left.
  case left
  /// At the right: numbers.
  case right
  /// In the middle, one column further left where it does not come out even.
  case centre

  /// How `free` columns are shared out before and after the text.
  func padding(_ free: Int) -> (before: Int, after: Int) {
    let free = max(0, free)
    switch self {
    case .left: return (0, free)
    case .right: return (free, 0)
    case .centre: return (free / 2, free - free / 2)
    }
  }
}
