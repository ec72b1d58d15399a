import Measures
import NeuronPreferences
import TerminalUI

/// Help: the keys as they are bound, and what the symbols and words on the screen mean.
enum HelpView {
  static func region(_ layout: ScreenLayout) -> Rect {
    let top = layout.caption.isEmpty ? layout.body.y : layout.caption.y
    let bottom = layout.counts.isEmpty ? layout.body.endY : layout.counts.endY
    // Below 120 columns two columns of help would have to cut their lines.
    let width = layout.body.width < 120 ? min(layout.body.width - 2, 76) : layout.body.width - 2
    return Rect(x: 1, y: top, width: width, height: bottom - top)
  }

  static func draw(
    _ state: ExplorerState, into grid: inout Grid, layout: ScreenLayout, appearance: Appearance
  ) {
    let region = region(layout)
    sheet(state, glyphs: appearance.glyphs).draw(
      into: &grid, in: region, offset: state.helpOffset ?? 0, appearance: appearance)
  }

  static func sheet(_ state: ExplorerState, glyphs: Glyphs = .unicode) -> HelpSheet {
    let sections =
      Command.Section.allCases.map { section in
        HelpSheet.Section(section.rawValue, entries(of: section, keymap: state.keymap))
      } + [conditions, words(glyphs), policies(state), states, tags(state), symbols(glyphs)]
    return HelpSheet(sections.filter { !$0.entries.isEmpty })
  }

  /// A line for every command: its keys, or how it is typed.
  private static func entries(
    of section: Command.Section, keymap: Keymap
  ) -> [(term: StyledText, meaning: StyledText)] {
    Command.all.filter { $0.section == section }.map { command in
      let keys = keymap.bindings.filter { binding in
        binding.command == command.name || binding.command.hasPrefix(command.name + " ")
      }.map(\.key.shownName)
      let placeholder = command.argument.placeholder.map { " \($0)" } ?? ""
      let term =
        if keys.isEmpty {
          ":\(command.name)\(placeholder)"
        } else if command.name == "stage", let first = keys.first, let last = keys.last {
          first == last ? first : "\(first) to \(last)"
        } else {
          keys.joined(separator: " ")
        }
      return (StyledText(term), StyledText(command.summary))
    }
  }

  private static func section(
    _ title: String, _ entries: [ViewDescription.Explanation]
  ) -> HelpSheet.Section {
    HelpSheet.Section(title, entries.map { (StyledText($0.term), StyledText($0.meaning)) })
  }

  private static func words(_ glyphs: Glyphs) -> HelpSheet.Section {
    section(
      "Words",
      [
        ("stage", "a model and the text it read"),
        ("wins", "tokens at which the neuron was the most active"),
        ("length, len", "how many different tokens it won"),
        ("mass", "sum of its activations at its wins"),
        ("firings", "tokens at which it was above its own threshold"),
        ("share", "a token's part of the neuron's mass; % changes"),
        ("lift", "share of the mass over share of the text"),
        ("selectivity", "1: all mass on one token; 0: evenly on all"),
        ("moved", "Hellinger distance of the shares beyond chance"),
        ("q", "false discoveries among all that moved as much"),
        ("(.83)", "distance without enough wins to count"),
      ] + ViewDescription.all.flatMap(\.words) + [
        ("wins 2", "wins in stage 2 (fires 2: firings)"),
        ("tokens 2\(glyphs.arrow)3", "what it likes most in stages 2 and 3"),
        ("moved 2\(glyphs.arrow)3", "moved from stage 2 to stage 3"),
      ])
  }

  /// What is counted of a neuron in this run.
  private static func policies(_ state: ExplorerState) -> HelpSheet.Section {
    let names = [state.policyKind.name] + state.run.policies.map(\.kind)
    return section(
      "What is counted",
      CollectionPolicy.kinds.filter { names.contains($0.name) }.map { ($0.syntax, $0.countedWords) })
  }

  private static var states: HelpSheet.Section {
    section("States", Verdict.allCases.map { ($0.word, $0.meaning) })
  }

  /// What filters are made of.
  private static var conditions: HelpSheet.Section {
    section(
      "Conditions of filters, with blanks between",
      Filter.wordFields.map { ($0.name, $0.summary) } + numericExamples)
  }

  private static let numericExamples: [ViewDescription.Explanation] = [
    ("moved>.1 q<.05", "a number: > < >= <= = !="),
    ("wins2<300", "in stage 2; moved1-3: of a pair"),
    ("state=moved|kept", "one of several"),
    ("token=film*", "* is anything; = whole, ~ a part"),
    ("!tag=NN !mark", "the opposite"),
    ("list=a or mark", "those of either; with blanks alone, those of both"),
  ]

  /// The tags of the run, explained.
  private static func tags(_ state: ExplorerState) -> HelpSheet.Section {
    section(
      "Tags", state.filterContext.tags.sorted().compactMap { tag in TagMeaning.of(tag).map { (tag, $0) } })
  }

  private static func symbols(_ glyphs: Glyphs) -> HelpSheet.Section {
    section(
      "Symbols",
      [
        (glyphs.marked, "marked neuron"),
        ("\(glyphs.noted) \(glyphs.markedAndNoted)", "neuron with a note; marked, with a note"),
        (glyphs.pointer, "in the range being chosen"),
        (glyphs.missing, "no value: nothing was won"),
        (glyphs.ellipsis, "cut, more columns, or being computed"),
        ("\(glyphs.ascending) \(glyphs.descending)", "sorted by this column, up or down"),
        ("2\(glyphs.arrow)3", "from stage 2 to stage 3"),
        (glyphs.bars.joined(), "share or move, to the largest there is"),
        (glyphs.sparks.joined(), "how many tokens have such an activation"),
      ] + ViewDescription.all.flatMap { $0.symbols(glyphs) } + [
        ("\(glyphs.openQuote)film\(glyphs.closeQuote)", "the token the neuron fired at"),
        ("<unk>", "a word that is not in the vocabulary"),
        (glyphs.separator, "between facts of one line"),
        ("!", "could not be done"),
      ])
  }
}
