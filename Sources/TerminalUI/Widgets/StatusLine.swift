/// A line of key hints, or of a message, with a text at its right end.
public struct StatusLine {
  /// A message at the left; hints follow in the space it leaves.
  public var message: StyledText
  /// The keys that matter now, in the order they are shown.
  public var hints: [KeyHint]
  /// What stands at the right end; cut before the message is.
  public var trailing: StyledText

  /// Makes a status line.
  public init(message: StyledText = "", hints: [KeyHint] = [], trailing: StyledText = "") {
    self.message = message
    self.hints = hints
    self.trailing = trailing
  }

  /// The hints that fit into `width` columns, those of lowest priority (the later of equals) left out.
  public func fittingHints(width: Int) -> [KeyHint] { keptHints(width: width).map(\.element) }

  private func keptHints(width: Int) -> [(offset: Int, element: KeyHint)] {
    var kept = Array(hints.enumerated())
    while kept.reduce(0, { $0 + Self.width(of: $1.element) }) - Self.gap > width {
      guard let drop = kept.min(by: { ($0.element.priority, $1.offset) < ($1.element.priority, $0.offset) })
      else { break }
      kept.removeAll { $0.offset == drop.offset }
    }
    return kept
  }

  private static let gap = 2

  private static func width(of hint: KeyHint) -> Int {
    TerminalText.width(of: hint.keys) + 1 + TerminalText.width(of: hint.label) + gap
  }

  /// The place in `hints` of the one at a column of a line so wide; nil where there is none. For a line of hints alone.
  public func hint(at column: Int, width: Int) -> Int? {
    var x = 0
    for (place, hint) in keptHints(width: width) {
      let end = x + Self.width(of: hint)
      if (x..<(end - Self.gap)).contains(column) { return place }
      x = end
    }
    return nil
  }

  /// Draws the line into the first row of `region`.
  public func draw(into grid: inout Grid, in region: Rect, appearance: Appearance) {
    let line = region.row(0)
    grid.fill(line, style: appearance[.text])
    let messageWidth = min(message.width, line.width)
    let messageGap = messageWidth > 0 ? Self.gap : 0
    let trailingWidth = min(trailing.width, max(0, line.width - messageWidth - messageGap))
    let (left, right) = line.splitRight(trailingWidth)
    grid.write(trailing, in: right, alignment: .right, base: appearance[.text])
    grid.write(message, in: left, base: appearance[.text])
    let space = left.splitLeft(messageWidth + messageGap).rest
    var x = space.x
    for hint in fittingHints(width: space.width - (trailingWidth > 0 ? Self.gap : 0)) {
      x = grid.write(hint.keys, at: Point(x: x, y: line.y), style: appearance[.key], clip: space)
      x = grid.write(" " + hint.label, at: Point(x: x, y: line.y), style: appearance[.dim], clip: space)
      x += Self.gap
    }
  }
}
