import TerminalUI

/// One sentence that says what is seen.
enum CaptionLine {
  static func draw(_ state: ExplorerState, into grid: inout Grid, in line: Rect, appearance: Appearance) {
    guard !line.isEmpty else { return }
    grid.write(StyledText(" " + state.view.caption(state, appearance.glyphs), appearance[.dim]), in: line)
  }
}
