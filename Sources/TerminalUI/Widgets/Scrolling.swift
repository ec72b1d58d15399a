/// Which rows of a long list are in sight.
public enum Scrolling {
  /// The first row to show of `count` so that `selected` is in sight in `height` rows, moved as little as
  /// possible from `offset`, with `margin` rows around the selection where there is room.
  public static func offset(
    _ offset: Int, showing selected: Int, count: Int, height: Int, margin: Int = 0
  ) -> Int {
    guard height > 0, count > height else { return 0 }
    let margin = max(0, min(margin, (height - 1) / 2))
    let selected = max(0, min(selected, count - 1))
    let lowest = selected + margin - height + 1
    let highest = selected - margin
    return max(0, min(max(lowest, min(offset, highest)), count - height))
  }
}
