import Measures
import TerminalUI

/// The last line: what is being typed, a message, or the keys that matter now.
enum BottomLine {
  static func draw(
    _ state: ExplorerState, into grid: inout Grid, layout: ScreenLayout, appearance: Appearance
  ) {
    let line = layout.status
    guard !line.isEmpty else { return }
    if let prompt = state.prompt {
      drawCompletions(state, prompt, into: &grid, above: line, appearance: appearance)
      prompt.input.draw(into: &grid, in: line, prompt: StyledText(prompt.sign), appearance: appearance)
      if let message = state.message {
        let text = StyledText("  " + message.text, appearance[message.isError ? .error : .dim])
        let room = line.splitLeft(TerminalText.width(of: prompt.sign + prompt.input.string) + 2).rest
        grid.write(text, in: room)
      } else if prompt.kind == .filter, prompt.input.text.isEmpty {
        let room = line.splitLeft(TerminalText.width(of: prompt.sign) + 2).rest
        grid.write(StyledText("such as \(Filter.examples)", appearance[.dim]), in: room)
      }
      return
    }
    grid.fill(line, style: appearance[.text])
    if let message = state.message {
      let sign = message.isError ? "! " : ""
      let text = StyledText(" \(sign)\(message.text)", appearance[message.isError ? .error : .ok])
      grid.write(text, in: line)
    } else {
      StatusLine(hints: hints(state).map(\.hint))
        .draw(into: &grid, in: line.splitLeft(1).rest, appearance: appearance)
    }
  }

  /// The keys that matter now, as the keymap has them, with their commands; those of the list of columns have none.
  private static func hints(_ state: ExplorerState) -> [(command: String?, hint: KeyHint)] {
    let wanted: [CommandHint]
    if state.helpOffset != nil {
      wanted = [CommandHint("down", "scroll", 5), CommandHint("back", "close", 9)]
    } else if state.chooser != nil {
      return [
        KeyHint("j/k", "walk", priority: 5), KeyHint("Space", "show, hide", priority: 8),
        KeyHint("J/K", "move", priority: 7), KeyHint("r", "standard", priority: 4),
        KeyHint("Esc", "done", priority: 9),
      ].map { (nil, $0) }
    } else if let range = state.range {
      wanted = [
        CommandHint("down", "grow", 7),
        CommandHint("mark", "mark \(Figure.counted(range.count, "neuron"))", 9),
        CommandHint("back", "give up", 8),
      ]
    } else if state.isZoomed {
      wanted = DetailPane.hints
    } else {
      wanted = state.view.hints(state)
    }
    return wanted.compactMap { hint in
      guard let key = state.keymap.keys(for: hint.command).first else { return nil }
      var keys = key.shownName
      if hint.command == "down", let up = state.keymap.keys(for: "up").first { keys += "/" + up.shownName }
      return (hint.command, KeyHint(keys, hint.label, priority: hint.priority))
    }
  }

  /// The key whose hint is at `point`, which a click presses.
  static func key(at point: Point, state: ExplorerState) -> Key? {
    let line = state.layout.status.splitLeft(1).rest
    guard state.prompt == nil, state.message == nil, line.contains(point) else { return nil }
    let hints = hints(state)
    let place = StatusLine(hints: hints.map(\.hint)).hint(at: point.x - line.x, width: line.width)
    return place.flatMap { hints[$0].command }.flatMap { state.keymap.keys(for: $0).first }
  }

  /// What the command being typed could become, in lines above it.
  private static func drawCompletions(
    _ state: ExplorerState, _ prompt: Prompt, into grid: inout Grid, above line: Rect, appearance: Appearance
  ) {
    let candidates = prompt.candidates
    let height = min(candidates.count, 8, line.y - 1)
    guard height > 0 else { return }
    let selected = prompt.selected
    let offset = Scrolling.offset(0, showing: selected ?? 0, count: candidates.count, height: height)
    let box = Rect(x: 0, y: line.y - height, width: line.width, height: height)
    grid.fill(box, style: appearance[.text])
    List(count: candidates.count, selected: selected, offset: offset) { index in
      var item = StyledText(" \(candidates[index].shown)", appearance[.key])
      let summary = candidates[index].summary
      if !summary.isEmpty {
        let gap = String(repeating: " ", count: max(1, 17 - item.width))
        item.append(gap + summary, appearance[.dim])
      }
      return item
    }.draw(into: &grid, in: box, appearance: appearance)
  }
}
