import TerminalUI

/// One score in a line: where the pruned model lies among random masks.
struct PruningStrip {
  private let score: PruningOutcome.Score

  init(_ score: PruningOutcome.Score) { self.score = score }

  /// Cells with few, more and many random masks.
  static func shades(_ glyphs: Glyphs) -> [String] {
    glyphs == .ascii ? [".", ":", "#"] : ["░", "▒", "▓"]
  }

  /// The unpruned model.
  static func bar(_ glyphs: Glyphs) -> String { glyphs == .ascii ? "|" : "│" }

  func line(width: Int, appearance: Appearance) -> StyledText {
    let values = score.random + [score.unpruned, score.pruned].compactMap { $0 }
    guard width > 2, let low = values.min(), let high = values.max() else {
      return StyledText(String(repeating: " ", count: max(0, width)))
    }
    let glyphs = appearance.glyphs
    // The better end is at the right, whatever the score.
    func place(_ value: Double) -> Int {
      guard high > low else { return width / 2 }
      let share = (value - low) / (high - low)
      return Int(((score.isHigherBetter ? share : 1 - share) * Double(width - 1)).rounded())
    }
    var counts = [Int](repeating: 0, count: width)
    for value in score.random { counts[place(value)] += 1 }
    let most = max(3, counts.max() ?? 0)
    var cells = counts.map { count -> Span in
      guard count > 0 else { return Span(" ", appearance[.dim]) }
      let shade = min(2, (count - 1) * 3 / most)
      return Span(Self.shades(glyphs)[shade], appearance[.bar])
    }
    if let unpruned = score.unpruned { cells[place(unpruned)] = Span(Self.bar(glyphs), appearance[.text]) }
    if let pruned = score.pruned { cells[place(pruned)] = Span(glyphs.marked, appearance[.mark]) }
    return StyledText(cells)
  }
}
