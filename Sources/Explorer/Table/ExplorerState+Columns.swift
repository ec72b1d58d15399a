import Measures
import TerminalUI

extension ExplorerState {
  /// The columns of the table as they stand.
  var columnChoice: ColumnChoice {
    columns ?? .standard(stages: run.stages.count, pair: pair)
  }

  /// Sets the columns by name; "standard" brings back those that come with the program.
  mutating func setColumns(_ text: String) {
    let names = text.split { $0 == " " || $0 == "," }.map(String.init)
    guard names != ["standard"] else {
      columns = nil
      return
    }
    do throws(MeasureError) {
      columns = try ColumnChoice(names, in: measureContext)
    } catch {
      message = .error(Wording.text(error))
    }
  }

  /// Opens the list of columns, or closes it.
  mutating func toggleColumnChooser() {
    helpOffset = nil
    chooser = chooser == nil ? ColumnChooser(columnChoice, stages: run.stages.count) : nil
  }

  /// What a key does while columns are chosen.
  mutating func choose(_ key: Key) -> [Effect] {
    guard var list = chooser else { return [] }
    switch key {
    case .character(" "), .enter:
      var choice = columnChoice
      choice.toggle(list.name)
      columns = ordered(choice, list)
    case .character("J"), .shiftDown: carry(&list, by: 1)
    case .character("K"), .shiftUp: carry(&list, by: -1)
    case .character("r"):
      columns = nil
      list = ColumnChooser(columnChoice, stages: run.stages.count)
    case .escape, .character("q"), .character("c"):
      chooser = nil
      return []
    default: return choose(keymap.action(for: key), &list)
    }
    chooser = list
    return []
  }

  private mutating func choose(_ action: Action?, _ list: inout ColumnChooser) -> [Effect] {
    switch action {
    case .move(let lines): list.move(by: lines)
    case .scroll(let halfPages): list.move(by: halfPages * max(1, layout.body.height / 2))
    case .top: list.move(by: -list.names.count)
    case .bottom: list.move(by: list.names.count)
    case .suspend?, .redraw?, .toggleHelp?, .quit?, .leave?:
      if case .toggleHelp? = action { chooser = nil }
      return action.map { perform($0) } ?? []
    default: break
    }
    chooser = list
    return []
  }

  private mutating func carry(_ list: inout ColumnChooser, by step: Int) {
    list.carry(by: step)
    columns = ordered(columnChoice, list)
  }

  private func ordered(_ choice: ColumnChoice, _ list: ColumnChooser) -> ColumnChoice? {
    try? ColumnChoice(list.order(of: choice), in: measureContext)
  }
}
