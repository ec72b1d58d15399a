/// Lines one below the other, one of them selected: menus, completions, choices.
public struct List {
  /// How many lines there are.
  public var count: Int
  /// The selected line, if any.
  public var selected: Int?
  /// The first line in sight.
  public var offset: Int
  /// Whether keys go to this list.
  public var isFocused: Bool
  /// The text of a line; asked for lines in sight only.
  public var item: (Int) -> StyledText

  /// Makes a list.
  public init(
    count: Int, selected: Int? = nil, offset: Int = 0, isFocused: Bool = true,
    item: @escaping (Int) -> StyledText
  ) {
    self.count = count
    self.selected = selected
    self.offset = offset
    self.isFocused = isFocused
    self.item = item
  }

  /// Makes a list of `items`.
  public init(_ items: [StyledText], selected: Int? = nil, offset: Int = 0, isFocused: Bool = true) {
    self.init(count: items.count, selected: selected, offset: offset, isFocused: isFocused) { items[$0] }
  }

  /// Draws the lines in sight.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    for y in 0..<region.height {
      let index = offset + y
      guard index >= 0, index < count else { continue }
      let line = region.row(y)
      grid.write(item(index), in: line, base: appearance[.text])
      if index == selected {
        grid.overlay(line, style: appearance[isFocused ? .selection : .selectionUnfocused])
      }
    }
  }

  /// The line at `point` of a list drawn in `region`; nil where there is none.
  public func index(at point: Point, in region: Rect) -> Int? {
    guard region.contains(point) else { return nil }
    let index = offset + point.y - region.y
    return index >= 0 && index < count ? index : nil
  }
}
