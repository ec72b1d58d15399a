import Measures
import TerminalUI

extension ExplorerState {
  /// Opens a line to type in.
  mutating func open(_ kind: Prompt.Kind) {
    message = nil
    helpOffset = nil
    let text =
      switch kind {
      case .filter: table.filter?.text ?? ""
      case .search, .token, .text, .command: ""
      }
    var line = Prompt(kind: kind, input: TextInput(text), origin: table.selected)
    line.candidates = completions(of: line)
    prompt = line
  }

  /// Takes in a key while a line is typed.
  mutating func type(_ key: Key) -> [Effect] {
    guard var line = prompt else { return [] }
    switch key {
    case .escape, .control("c"), .control("g"):
      prompt = nil
      if line.kind == .search { select(place: line.origin) }
      return line.previewsTheme ? [.terminal(.setTheme(themeName))] : []
    case .enter:
      prompt = nil
      return finish(line)
    case .tab: complete(&line, 1)
    case .backTab: complete(&line, -1)
    case .up where line.selected != nil: complete(&line, -1)
    case .down where line.selected != nil: complete(&line, 1)
    case .up, .control("p"): recall(&line, 1)
    case .down, .control("n"): recall(&line, -1)
    case .backspace where line.input.text.isEmpty:
      prompt = nil
      return []
    default:
      let before = line.input.text
      guard line.input.handle(key) else { return [] }
      line.historyPlace = nil
      if line.input.text != before || line.selected != nil { showCandidates(&line) }
    }
    prompt = line
    return followSearch(line) + previewTheme()
  }

  /// While `:theme NAME` is typed or walked through, the screen shows it.
  private mutating func previewTheme() -> [Effect] {
    guard var line = prompt, line.kind == .command else { return [] }
    let words = line.input.string.split(separator: " ")
    guard words.count == 2, words[0] == "theme", themes.contains(String(words[1])) else { return [] }
    line.previewsTheme = true
    prompt = line
    return [.terminal(.setTheme(String(words[1])))]
  }

  /// Takes in pasted text: into the line being typed, and nowhere else.
  mutating func paste(_ text: String) -> [Effect] {
    guard var line = prompt else {
      message = .info("Pasted text is taken where something is typed: / : t & i")
      return []
    }
    line.input.insert(text)
    showCandidates(&line)
    prompt = line
    return followSearch(line)
  }

  /// A search runs along with the typing, always from where the cursor was.
  private mutating func followSearch(_ line: Prompt) -> [Effect] {
    guard line.kind == .search else { return [] }
    message = nil
    guard !line.input.text.isEmpty else {
      select(place: line.origin)
      return []
    }
    return search(line.input.string, from: line.origin, isNew: false)
  }

  /// A search moves while it is typed; going back should lead to where it began.
  private mutating func leave(from origin: Int) {
    guard table.rows.indices.contains(origin) else { return }
    var before = place
    before.neuron = Int(table.rows[origin])
    note(leaving: before)
  }

  private mutating func finish(_ line: Prompt) -> [Effect] {
    let text = line.input.string
    if text.contains(where: { $0 != " " }) {
      typedLines[line.kind, default: []].removeAll { $0 == text }
      typedLines[line.kind, default: []].append(text)
    }
    switch line.kind {
    case .search:
      guard !text.isEmpty else { return searchAgain(1) }
      leave(from: line.origin)
      return search(text, from: line.origin, isNew: true)
    case .text: return text.isEmpty ? [] : read(text)
    case .token: return text.isEmpty ? [] : [.rank(.token(text), stage: shownStage)]
    case .filter: return filter(text)
    case .command:
      guard text.contains(where: { $0 != " " }) else { return [] }
      do throws(CommandError) {
        return perform(try Command.action(text))
      } catch {
        message = .error(Wording.text(error))
        return []
      }
    }
  }

  /// Walks through the completions of what was typed.
  private func complete(_ line: inout Prompt, _ step: Int) {
    let count = line.candidates.count
    guard count > 0 else { return }
    let selected = line.selected.map { wrapped($0 + step, count) } ?? (step > 0 ? 0 : count - 1)
    line.selected = selected
    line.input = TextInput(line.candidates[selected].line)
  }

  /// Looks for what the line could become, now that it has changed.
  private func showCandidates(_ line: inout Prompt) {
    line.selected = nil
    line.candidates = completions(of: line)
  }

  /// What the line being typed could become. O(length of the vocabulary).
  private func completions(of line: Prompt) -> [Completion] {
    switch line.kind {
    case .search, .token, .text: []
    case .filter: Completion.ofFilter(line.input.string, in: filterContext)
    case .command: Completion.ofCommand(line.input.string, arguments: arguments, others: things)
    }
  }

  /// What the argument of a command could become.
  private func arguments(of command: Command, _ typed: String) -> [Completion] {
    let words: [(name: String, summary: String)]
    switch command.candidates {
    case .none, .files: words = []
    case .filters: return Completion.ofFilter(typed, in: filterContext)
    case .measures: words = Measure.names
    case .orders: words = orders
    case .themes: words = themes.map { ($0, "") }
    case .lists: words = marks.lists.keys.sorted().map { ($0, "") }
    case .stages: words = run.stages.enumerated().map { ("\($0 + 1)", $1.label) }
    }
    return FuzzyMatch.ranked(words, by: typed, name: \.name).map { Completion($0.name, summary: $0.summary) }
  }

  /// What else a word in the palette could stand for: a neuron to go to, a column to sort by, a token to ask for.
  /// O(length of the vocabulary).
  private func things(for typed: String) -> [Completion] {
    guard typed.count > 1 else { return [] }
    let neuron = RowSearch.neuron(typed, sites: run.sites).map { row in
      Completion("go \(typed)", summary: "go to \(run.sites.neuron(atRow: row))")
    }
    let columns = FuzzyMatch.ranked(orders, by: typed, name: \.name).map {
      Completion("sort \($0.name)", summary: $0.summary)
    }
    let isToken = run.stages[shownStage].snapshot.tokens.contains(name: typed)
    let tokens = isToken ? [Completion("token \(typed)", summary: "which neurons prefer it")] : []
    return [neuron].compactMap(\.self) + columns + tokens
  }

  /// The statistics that the table can be sorted by: those with a size, as far as this run has them.
  private var orders: [(name: String, summary: String)] {
    Measure.names.filter { name in
      guard let measure = try? Measure(name: name.name, in: measureContext), measure.isNumber else {
        return false
      }
      return run.hasTags || !measure.needsTags
    }
  }

  /// Brings back what was typed here before.
  private func recall(_ line: inout Prompt, _ step: Int) {
    let typed = typedLines[line.kind] ?? []
    guard !typed.isEmpty else { return }
    if line.historyPlace == nil { line.draft = line.input.string }
    let place = (line.historyPlace ?? typed.count) - step
    if place >= typed.count {
      line.historyPlace = nil
      line.input = TextInput(line.draft)
    } else {
      line.historyPlace = max(0, place)
      line.input = TextInput(typed[max(0, place)])
    }
    showCandidates(&line)
  }
}
