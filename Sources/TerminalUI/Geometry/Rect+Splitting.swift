extension Rect {
  /// The region without `columns` at the left and right and `rows` at the top and bottom.
  public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(
      x: x + min(columns, width), y: y + min(rows, height), width: width - 2 * columns,
      height: height - 2 * rows)
  }

  /// The first `columns` columns, and what is left of them: to the right.
  public func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: taken, height: height),
      Rect(x: x + taken, y: y, width: width - taken, height: height)
    )
  }

  /// The last `columns` columns, and what is to the left of them.
  public func splitRight(_ columns: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = splitLeft(width - min(max(0, columns), width))
    return (rest, right)
  }

  /// The first `rows` rows, and what is below them.
  public func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: taken),
      Rect(x: x, y: y + taken, width: width, height: height - taken)
    )
  }

  /// The last `rows` rows, and what is above them.
  public func splitBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = splitTop(height - min(max(0, rows), height))
    return (rest, bottom)
  }

  /// `count` regions side by side with `gap` columns between them, the widths differing by at most
  /// one column, the wider ones first. None for a `count` below 1.
  public func columns(_ count: Int, gap: Int = 0) -> [Rect] {
    guard count > 0 else { return [] }
    let free = max(0, width - gap * (count - 1))
    var left = x
    return (0..<count).map { index in
      let share = free / count + (index < free % count ? 1 : 0)
      let part = Rect(x: left, y: y, width: share, height: height).intersection(self)
      left += share + gap
      return part
    }
  }

  /// The region of `size`, or what fits of it, in the middle of this one.
  public func centred(_ size: Size) -> Rect {
    let fitting = Size(width: min(size.width, width), height: min(size.height, height))
    return Rect(
      origin: Point(x: x + (width - fitting.width) / 2, y: y + (height - fitting.height) / 2),
      size: fitting)
  }

  /// The single row `index` rows below the top; empty outside the region.
  public func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
  }
}
