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
      StatusLine(hints: hints(state)).draw(into: &grid, in: line.splitLeft(1).rest, appearance: appearance)
    }
  }

  /// The keys that matter now, as the keymap has them.
  private static func hints(_ state: ExplorerState) -> [KeyHint] {
    let wanted: [(String, String, Int)]
    if state.helpOffset != nil {
      wanted = [("down", "scroll", 5), ("back", "close", 9)]
    } else if state.chooser != nil {
      return [
        KeyHint("j/k", "walk", priority: 5), KeyHint("Space", "show, hide", priority: 8),
        KeyHint("J/K", "move", priority: 7), KeyHint("r", "standard", priority: 4),
        KeyHint("Esc", "done", priority: 9),
      ]
    } else if let range = state.range {
      wanted = [
        ("down", "grow", 7), ("mark", "mark \(Figure.counted(range.count, "neuron"))", 9),
        ("back", "give up", 8),
      ]
    } else if state.isZoomed {
      wanted = [
        ("down", "next neuron", 8), ("next-stage", "stage", 6), ("side-by-side", "side by side", 5),
        ("page-down", "more tokens", 4), ("contexts", "contexts", 5), ("mark", "mark", 5),
        ("back", "table", 9), ("help", "help", 9),
      ]
    } else if state.view == .ownText {
      wanted = [
        ("down", "word", 8), ("text", "type text", 9), ("strongest", "its neuron", 8),
        ("next-stage", "stage", 6), ("mark", "mark", 4), ("zoom", "detail", 6), ("back", "table", 9),
        ("help", "help", 9), ("quit", "quit", 7),
      ]
    } else if state.view == .pruning {
      wanted = [
        ("prune", "score anew", 8), ("prune-mode", "way", 8), ("down", "neuron", 5), ("mark", "mark", 7),
        ("undo", "undo", 6), ("back", state.pruning.isRunning ? "stop" : "table", 9), ("help", "help", 9),
        ("quit", "quit", 7),
      ]
    } else if state.view != .table {
      wanted = [
        ("down", "neuron", 8), ("next-stage", "stage", 6), ("next-pair", "compare", 5), ("mark", "mark", 5),
        ("zoom", "detail", 6), ("back", "table", 9), ("help", "help", 9), ("quit", "quit", 7),
      ]
    } else {
      wanted = [
        ("down", "move", 8), ("next-stage", "stage", 7), ("side-by-side", "side by side", 4),
        ("next-pair", "compare", 3), ("forgotten", "forgotten", 6), ("gained", "gained", 5),
        ("moved", "moved", 5), ("search", "search", 7), ("token", "token", 3), ("mark", "mark", 6),
        ("undo", "undo", 2),
        ("zoom", "detail", state.layout.detail.isEmpty ? 9 : 6), ("scatter", "scatter", 4),
        ("palette", "command", 3), ("text", "own text", 2), ("columns", "columns", 1),
        ("help", "help", 9), ("quit", "quit", 8),
      ]
    }
    return wanted.compactMap { command, label, priority in
      guard let key = state.keymap.keys(for: command).first else { return nil }
      var keys = key.shownName
      if command == "down", let up = state.keymap.keys(for: "up").first { keys += "/" + up.shownName }
      return KeyHint(keys, label, priority: priority)
    }
  }

  /// What the command being typed could become, in lines above it.
  private static func drawCompletions(
    _ state: ExplorerState, _ prompt: Prompt, into grid: inout Grid, above line: Rect, appearance: Appearance
  ) {
    let candidates = prompt.completion?.candidates ?? state.completions(of: prompt)
    let height = min(candidates.count, 8, line.y - 1)
    guard height > 0 else { return }
    let selected = prompt.completion?.selected
    let offset = Scrolling.offset(0, showing: selected ?? 0, count: candidates.count, height: height)
    let box = Rect(x: 0, y: line.y - height, width: line.width, height: height)
    grid.fill(box, style: appearance[.text])
    List(count: candidates.count, selected: selected, offset: offset) { index in
      var item = StyledText(" \(candidates[index])", appearance[.key])
      if let command = Command.all.first(where: { $0.name == candidates[index] }) {
        let gap = String(repeating: " ", count: max(1, 17 - item.width))
        item.append(gap + command.summary, appearance[.dim])
      }
      return item
    }.draw(into: &grid, in: box, appearance: appearance)
  }
}

extension Key {
  /// The name as help and hints show it.
  var shownName: String {
    switch self {
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .enter: "Enter"
    case .escape: "Esc"
    case .character(" "): "Space"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .alt(let character): "Alt-\(character)"
    case .function(let number): "F\(number)"
    default: name
    }
  }
}
