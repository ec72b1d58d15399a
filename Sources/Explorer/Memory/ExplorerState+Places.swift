import Measures

extension ExplorerState {
  /// Where the user is.
  var place: Place {
    Place(
      neuron: neuron, view: view, shownStage: shownStage, pair: pair, list: table.list,
      filter: table.filter, sort: table.sort, ranking: table.list == .ranked ? ranking : nil,
      isZoomed: isZoomed)
  }

  /// Remembers where the user was if that is elsewhere than now.
  mutating func note(leaving before: Place) {
    if !before.isSame(as: place) { visited.leave(before) }
  }

  /// Goes to the place before, or forward again.
  mutating func revisit(forward isForward: Bool) -> [Effect] {
    let next = isForward ? visited.forward(from: place) : visited.back(from: place)
    guard let next else {
      message = .info(isForward ? "Nothing lies ahead" : "Nothing lies behind")
      return []
    }
    neuron = next.neuron
    detailOffset = 0
    view = next.view
    shownStage = next.shownStage
    pair = next.pair
    isZoomed = next.isZoomed
    var again: [Effect] = []
    if let ranking = next.ranking {
      self.ranking = ranking
      // What was asked of another policy is asked again.
      if ranking.reading != run.reading.number { again = [.rank(ranking.question, stage: ranking.stage)] }
    }
    table.list = next.list
    table.filter = next.filter
    table.sort = next.sort
    table.startsAtTop = false
    return need(pair.map { [ComparedPair($0)] } ?? []) + view.opened(&self) + rearrange() + again
  }
}

extension Action {
  /// Whether it takes the user elsewhere, so that going back is of use: to a neuron at a distance, to another
  /// view or list. A step to the next row is none.
  var isJump: Bool {
    switch self {
    case .goTo, .openView, .toggleZoom, .list, .filter, .compare, .flipPair, .top, .bottom, .selectStrongest,
      .readText, .finished(.ofReading(_, .ranked)), .finished(.found), .back:
      true
    default: false
    }
  }
}
