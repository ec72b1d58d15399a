import NeuronPreferences
import TerminalUI

extension ExplorerState {
  /// Asks for the rows of the table anew, and for the comparisons they depend on.
  mutating func rearrange() -> [Effect] {
    var pairs = table.filter?.pairs ?? []
    if table.sort.measure.needsComparison, let pair = table.sort.measure.pair { pairs.append(pair) }
    return need(pairs) + arrange()
  }

  /// Asks for the rows of the table by what is known now.
  mutating func arrange() -> [Effect] {
    arrangementRequest += 1
    table.isPending = true
    return [
      .arrange(
        ArrangementRequest(
          number: arrangementRequest, sort: table.sort, filter: table.filter, source: source,
          neuronCount: run.neuronCount))
    ]
  }

  /// Takes rows in: the selected neuron stays selected and, where it can, on its line of the screen. Where
  /// the top is wanted, it is the top of the final order, and only until the user moves.
  mutating func take(rows: [Int32]) {
    let line = table.selected - table.offset
    let wantsTop = table.startsAtTop
    table.rows = rows
    table.isPending = false
    table.rangeStart = nil
    if !wantsTop, let place = rows.firstIndex(of: Int32(neuron)) {
      table.selected = place
      table.offset = place - line
      keepCursorInSight()
    } else {
      table.offset = 0
      select(place: 0)
      table.startsAtTop = wantsTop && needsComparison
      // Nobody has gone there: the detail has no keys to wait for.
      if wantsTop { detailNeuron = neuron }
    }
  }

  /// Whether list or order will change once stages are compared.
  private var needsComparison: Bool {
    if case .moved(let pair) = table.sort.measure { return comparisons[pair]?.isTested != true }
    guard let pair, table.list.isOfVerdicts else { return false }
    return comparisons[pair]?.isTested != true
  }

  /// Sorts by the statistic of that name; where it is sorted by it already, in the other direction.
  mutating func sort(by name: String) -> [Effect] {
    do throws(CommandError) {
      let measure = try Measure(name: name, shown: shownStage, pair: pair, stages: run.stages.count)
      guard measure.isNumber else {
        message = .info("Words have no order of size here: t finds who prefers a token, & token~film filters")
        return []
      }
      let isSame = measure == table.sort.measure
      table.sort = Sort(
        measure, descending: isSame ? !table.sort.isDescending : measure.isLargestFirst)
    } catch {
      message = .error(Wording.text(error))
      return []
    }
    return rearrange()
  }

  /// Sorts by a neighbouring column of the table.
  mutating func moveSort(_ steps: Int) -> [Effect] {
    let shown = NeuronTable.shownMeasures(self).filter(\.isNumber)
    guard !shown.isEmpty else { return [] }
    let place = shown.firstIndex(of: table.sort.measure)
    let next = place.map { wrapped($0 + steps, shown.count) } ?? 0
    table.sort = Sort(shown[next], descending: shown[next].isLargestFirst)
    return rearrange()
  }

  /// Shows the neurons that meet conditions, as they are typed.
  mutating func filter(_ text: String) -> [Effect] {
    do throws(CommandError) {
      table.filter = try Filter(text, shown: shownStage, pair: pair, stages: run.stages.count)
      table.list = .all
    } catch {
      message = .error(Wording.text(error))
      return []
    }
    return rearrange()
  }

  /// Shows one of the lists, sorted by what it is about.
  mutating func show(_ list: NeuronList) -> [Effect] {
    if list != .ranked, table.sort.measure.needsRanking { table.sort = openingSort }
    guard let pair else {
      if !list.isOfVerdicts {
        table.list = list
        table.filter = listFilter(list)
        return rearrange()
      }
      message = .error(Wording.text(CommandError.oneStageOnly))
      return []
    }
    table.list = list
    table.filter = listFilter(list)
    switch list {
    case .forgotten: table.sort = Sort(.wins(pair.from), descending: true)
    case .gained: table.sort = Sort(.wins(pair.to), descending: true)
    case .moved: table.sort = Sort(.moved(pair), descending: true)
    case .marked, .ranked, .all: break
    }
    // What a list is about should be in sight at once: its first neuron.
    table.startsAtTop = list.isOfVerdicts
    return [.forgotten, .gained].contains(list) ? changeToWins() + rearrange() : rearrange()
  }

  func listFilter(_ list: NeuronList) -> Filter? {
    switch (list, pair) {
    case (.ranked, _): Filter(terms: [.measure(.score, .atLeast, 0)], text: "score>=0")
    case (.marked, _): Filter(terms: [.marked(true)], text: "marked")
    case (.forgotten, let pair?): Filter(Verdict.allCases.filter(\.isLoss), pair: pair)
    case (.gained, let pair?): Filter(Verdict.allCases.filter(\.isGain), pair: pair)
    case (.moved, let pair?): Filter(movedIn: pair, isTested: comparisons[pair]?.isTested ?? false)
    default: nil
    }
  }
}

extension Filter {
  /// The neurons that moved, and not by chance as far as that has been tested.
  init(movedIn pair: StagePair, isTested: Bool) {
    self.init([isTested ? .moved : .shared], pair: pair)
  }

  /// The neurons of one of some verdicts.
  init(_ verdicts: [Verdict], pair: StagePair) {
    let names = verdicts.map { $0.word.filter { $0 != " " } }
    self.init(
      terms: [.verdict(pair, verdicts, isNegated: false)], text: "state=\(names.joined(separator: "|"))")
  }
}
