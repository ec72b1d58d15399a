import TerminalUI

/// What stands where there is nothing to show: why, and what to do.
enum EmptyView {
  static func draw(_ lines: [String], into grid: inout Grid, in region: Rect, appearance: Appearance) {
    for (index, line) in lines.enumerated() {
      grid.write(StyledText(" " + line, appearance[index == 0 ? .text : .dim]), in: region.row(1 + index))
    }
  }
}
