extension Grid {
  /// The text of row `y` without the spaces at its end; empty outside the screen.
  public func text(ofRow y: Int) -> String {
    var line = row(y).reduce(into: "") { $0 += $1.text }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The text of all rows, for golden files and `:save-display`.
  public var lines: [String] { (0..<size.height).map(text(ofRow:)) }
}
