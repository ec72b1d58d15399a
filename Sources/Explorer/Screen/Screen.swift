import TerminalUI

/// The whole screen, as a function of the state and of how things look.
public enum Screen {
  /// Draws the state. O(cells) and the rows in sight; nothing else of the run is read.
  public static func draw(_ state: ExplorerState, appearance: Appearance) -> Grid {
    var grid = appearance.makeGrid(size: state.size)
    let layout = state.layout
    TitleBar.draw(state, into: &grid, in: layout.title, appearance: appearance)
    if state.helpOffset != nil {
      HelpView.draw(state, into: &grid, layout: layout, appearance: appearance)
    } else if let chooser = state.chooser {
      ColumnChooserView.draw(state, chooser, into: &grid, layout: layout, appearance: appearance)
    } else {
      CaptionLine.draw(state, into: &grid, in: layout.caption, appearance: appearance)
      if !layout.table.isEmpty {
        state.view.draw(state, &grid, layout.table, appearance)
      }
      if !layout.divider.isEmpty {
        // In the text's style: another one would cost more bytes on every line than the line's own content.
        Rule.vertical(into: &grid, in: layout.divider, appearance: appearance, style: appearance[.text])
      }
      if !layout.detail.isEmpty {
        DetailPane.draw(state, into: &grid, in: layout.detail, appearance: appearance)
      }
      CountsLine.draw(state, into: &grid, in: layout.counts, appearance: appearance)
    }
    BottomLine.draw(state, into: &grid, layout: layout, appearance: appearance)
    return grid
  }
}
