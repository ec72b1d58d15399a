extension Grid {
  /// Writes `text` from `point` to the right, clipped to `clip` (the screen if nil), and returns the
  /// column after it, also where that was clipped. What is not printable is shown as `TerminalText` says.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, at point: Point, style: Style = .plain, clip: Rect? = nil
  ) -> Int {
    let clip = clip?.intersection(bounds) ?? bounds
    let visible = point.y >= clip.y && point.y < clip.endY
    var x = point.x
    TerminalText.forEachCell(of: text) { cell in
      let parts = repertoire == .ascii && cell.width == 2 ? 2 : 1
      let shown = repertoire == .ascii ? Transliteration.ascii(for: cell) : cell
      for _ in 0..<parts {
        if visible { place(shown, x: x, y: point.y, style: style, clip: clip) }
        x += shown.width
      }
    }
    return x
  }

  private mutating func place(_ cell: CellText, x: Int, y: Int, style: Style, clip: Rect) {
    if x >= clip.x, x + cell.width <= clip.endX {
      put(cell, at: Point(x: x, y: y), style: style)
    } else {
      // Half of a wide character hangs over the edge: the half inside is shown as a space.
      for column in x..<(x + cell.width) where column >= clip.x && column < clip.endX {
        put(CellText(text: " ", width: 1), at: Point(x: column, y: y), style: style)
      }
    }
  }

  /// Writes a line of several styles, laid over `base`, and returns the column after it.
  @discardableResult
  public mutating func write(
    _ line: StyledText, at point: Point, base: Style = .plain, clip: Rect? = nil
  ) -> Int {
    var x = point.x
    for span in line.spans {
      x = write(span.text, at: Point(x: x, y: point.y), style: base.under(span.style), clip: clip)
    }
    return x
  }

  /// Writes a line into the first row of `region`, aligned there, cut with an ellipsis where it does not fit.
  public mutating func write(
    _ line: StyledText, in region: Rect, alignment: Alignment = .left, base: Style = .plain
  ) {
    let cut = line.truncated(to: region.width, sign: Glyphs.of(repertoire).ellipsis)
    let (before, _) = alignment.padding(region.width - cut.width)
    write(cut, at: Point(x: region.x + before, y: region.y), base: base, clip: region)
  }

  /// Makes a region spaces in one style.
  public mutating func fill(_ region: Rect, style: Style = .plain) {
    let clip = region.intersection(bounds)
    for y in clip.y..<(clip.y + clip.height) {
      for x in clip.x..<(clip.x + clip.width) {
        put(CellText(text: " ", width: 1), at: Point(x: x, y: y), style: style)
      }
    }
  }

  /// Lays `style` over what is written in a region: a selection, a highlight.
  public mutating func overlay(_ region: Rect, style: Style) {
    restyle(region) { $0.under(style) }
  }

  /// Changes the style of every cell of a region.
  public mutating func restyle(_ region: Rect, _ change: (Style) -> Style) {
    let clip = region.intersection(bounds)
    for y in clip.y..<(clip.y + clip.height) {
      for x in clip.x..<(clip.x + clip.width) {
        let index = y * size.width + x
        cells[index].style = change(cells[index].style)
      }
    }
  }
}
