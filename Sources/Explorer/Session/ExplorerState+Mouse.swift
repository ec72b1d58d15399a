import TerminalUI

extension ExplorerState {
  /// What the mouse does: a click selects, on a heading it sorts, on a hint it presses the key; the wheel scrolls.
  mutating func use(_ event: MouseEvent) -> [Effect] {
    if event.action == .click, let key = BottomLine.key(at: event.position, state: self) {
      return perform(.key(key))
    }
    if chooser != nil { return chooseColumn(by: event) }
    if helpOffset != nil {
      switch event.action {
      case .scrollUp: scrollHelp(-3)
      case .scrollDown: scrollHelp(3)
      default: helpOffset = nil
      }
      return []
    }
    let layout = layout
    switch event.action {
    case .scrollUp: cursor.wheel(&self, -3)
    case .scrollDown: cursor.wheel(&self, 3)
    case .click, .doubleClick:
      message = nil
      if let stage = TitleBar.stage(at: event.position, state: self) {
        show(stage: stage)
        return []
      }
      if layout.table.contains(event.position) { return view.click(&self, event, layout.table) }
      if isZoomed { return perform(.toggleZoom) }
    case .secondaryClick: break
    }
    return []
  }

  /// In the list of columns a click shows or hides one.
  private mutating func chooseColumn(by event: MouseEvent) -> [Effect] {
    switch event.action {
    case .scrollUp: return choose(.up)
    case .scrollDown: return choose(.down)
    case .click, .doubleClick:
      guard var list = chooser,
        let line = ColumnChooserView.line(at: event.position, list, layout)
      else {
        chooser = nil
        return []
      }
      list.move(by: line - list.selected)
      chooser = list
      return choose(.character(" "))
    case .secondaryClick: return []
    }
  }
}
