import Measures

extension ExplorerState {
  /// Searches for the next row with that number or token, from a place in the table on.
  mutating func search(_ text: String, from place: Int, isNew: Bool, isBackward: Bool = false) -> [Effect] {
    guard !text.isEmpty else { return [] }
    if isNew { lastSearch = text }
    searchRequest += 1
    return [
      .find(
        RowSearch(
          number: searchRequest, text: text, rows: table.rows, start: place, isBackward: isBackward,
          sites: run.sites, stages: run.stages, notes: marks.notes))
    ]
  }

  /// Searches again for what was searched last.
  mutating func searchAgain(_ step: Int) -> [Effect] {
    guard let lastSearch else {
      message = .info("Nothing has been searched yet: / searches")
      return []
    }
    return search(lastSearch, from: table.selected + step, isNew: false, isBackward: step < 0)
  }

  /// Looks for neurons that prefer in the stage shown what the selected one does there, or in another stage.
  mutating func findSimilar(to stage: Int?) -> [Effect] {
    let stage = stage ?? shownStage
    guard run.stages.indices.contains(stage) else {
      message = .error(Wording.text(MeasureError.noSuchStage("\(stage + 1)", count: run.stages.count)))
      return []
    }
    return [.rank(.likeness(row: neuron, stage: stage), stage: shownStage)]
  }

  /// Shows the neurons that answer a question about preferences, the best first.
  mutating func take(_ ranking: Ranking) -> [Effect] {
    guard !ranking.scores.isEmpty else {
      let stage = run.stages[ranking.stage].label
      if case .token(let name) = ranking.question {
        message = .error(
          "No neuron prefers \"\(name)\" in \(stage): tokens are found as they are written there")
      } else {
        message = .error("This neuron has nothing to compare in \(stage)")
      }
      return []
    }
    let isAskedAgain =
      table.list == .ranked && self.ranking?.question == ranking.question
      && self.ranking?.reading != ranking.reading
    self.ranking = ranking
    // Under another policy the same question keeps order and neuron.
    if isAskedAgain { return rearrange() }
    view = .table
    // What the table was before it is kept first.
    turn(to: .ranked)
    if case .token = ranking.question {
      table.sort = Sort(.tokenMass(ranking.stage), descending: true)
    } else {
      table.sort = Sort(.score, descending: true)
    }
    table.startsAtTop = true
    return showFilter()
  }

  /// Takes in what a search came to.
  mutating func take(match place: Int?) {
    guard let place else {
      let text = prompt?.input.string ?? lastSearch ?? ""
      message = .error("No neuron here is called \"\(text)\" or has it among its top tokens or in a note")
      return
    }
    message = nil
    select(place: place)
  }
}
