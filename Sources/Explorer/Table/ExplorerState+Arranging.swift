import Measures
import NeuronPreferences
import TerminalUI

extension ExplorerState {
  /// Asks for the rows of the table anew, and for the comparisons they depend on.
  mutating func rearrange() -> [Effect] {
    let needed =
      shownBases.flatMap { table.filter?.compared(by: $0) ?? [] }
      + [table.sort.measure.compared].compactMap(\.self)
    // A sort by tags is worth a test as soon as it is asked for.
    let effects = need(needed) + needed.flatMap { testIfQuick($0) }
    guard let neededAside else { return effects + arrange() }
    table.isPending = true
    guard neededAside != requestedAside else { return effects }
    requestedAside = neededAside
    return effects + [.openAside(neededAside)]
  }

  /// Asks for the rows of the table by what is known now.
  mutating func arrange() -> [Effect] {
    arrangementRequest += 1
    table.isPending = true
    return [
      .arrange(
        ArrangementRequest(
          number: arrangementRequest, sort: table.sort, filter: table.filter, filterSources: filterSources,
          source: source,
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
    if let compared = table.sort.measure.compared { return comparisons[compared]?.isTested != true }
    guard let pair, table.list.isOfVerdicts else { return false }
    return comparison(pair)?.isTested != true
  }

  /// Sorts by the statistic of that name; where it is sorted by it already, in the other direction.
  mutating func sort(by name: String) -> [Effect] {
    do throws(MeasureError) {
      let sort = try Sort(name, in: measureContext)
      let measure = sort.measure
      guard measure.isNumber else {
        message = .info("Words have no order of size here: t finds who prefers a token, & token~film filters")
        return []
      }
      let turnsAround = measure == table.sort.measure && !name.contains(":")
      table.sort = turnsAround ? Sort(measure, descending: !table.sort.isDescending) : sort
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
    do throws(FilterError) {
      table.filter = try Filter(text, in: filterContext)
      table.list = .all
      table.before = nil
    } catch {
      message = .error(Wording.text(error))
      return []
    }
    return showFilter()
  }

  /// Shows the neurons that meet the table's conditions, under the policy that these look at.
  mutating func showFilter() -> [Effect] {
    let change = changeToBasis()
    if !change.isEmpty { table.isPending = true }
    return change.isEmpty ? rearrange() : change
  }

  /// Shows all neurons, for what conditions look at can't be opened.
  mutating func giveUpFilter(because text: String) -> [Effect] {
    // What could not be opened now may be there when it is asked for again.
    requestedAside = nil
    let effects = table.isPending ? show(.all) : []
    message = .error(text)
    return effects
  }

  /// Shows one of the lists, sorted by what it is about.
  mutating func show(_ list: NeuronList) -> [Effect] {
    guard pair != nil || !list.isOfVerdicts else {
      message = .error(Wording.text(MeasureError.oneStageOnly))
      return []
    }
    turn(to: list)
    return showFilter()
  }

  /// Makes the table's order and filter those of a list; the rows are to be asked for then. A list of verdicts needs a
  /// pair.
  mutating func turn(to list: NeuronList) {
    if list == .all {
      table.before = nil
    } else if table.list == .all {
      table.before = (table.sort, table.filter)
    }
    if list != .ranked, table.sort.measure.needsRanking { table.sort = openingSort }
    table.list = list
    table.filter = listFilter(list)
    guard let pair else { return }
    switch list {
    case .forgotten: table.sort = Sort(.wins(pair.from), descending: true)
    case .gained: table.sort = Sort(.wins(pair.to), descending: true)
    case .moved: table.sort = Sort(.moved(pair), descending: true)
    case .marked, .ranked, .all: break
    }
    // What a list is about should be in sight at once: its first neuron.
    table.startsAtTop = list.isOfVerdicts
  }

  /// Leaves a list: order and filter are again what they were before it.
  mutating func leaveList() -> [Effect] {
    guard let before = table.before else { return show(.all) }
    table.list = .all
    table.before = nil
    (table.sort, table.filter) = before
    if let pair { table.sort.measure = table.sort.measure.following(pair) }
    return rearrange()
  }

  func listFilter(_ list: NeuronList) -> Filter? {
    switch (list, pair) {
    case (.ranked, _): Filter(terms: [Filter.Term(.measure(.score, .atLeast, 0))], text: "score>=0")
    case (.marked, _): Filter(terms: [Filter.Term(.marked)], text: "mark")
    case (.forgotten, let pair?): Filter(Verdict.allCases.filter(\.isLoss), pair: pair)
    case (.gained, let pair?): Filter(Verdict.allCases.filter(\.isGain), pair: pair)
    case (.moved, let pair?): Filter(movedIn: pair, isTested: comparison(pair)?.isTested ?? false)
    default: nil
    }
  }
}
