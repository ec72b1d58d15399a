import Measures

extension ExplorerState {
  /// Whether scoring was stopped before its end.
  var pruningIsIncomplete: Bool { !pruning.isRunning && (pruning.outcome?.progress ?? 1) < 1 }

  /// Whether what is shown is not, or no longer, what the marks would give.
  var pruningIsOutdated: Bool {
    pruning.rows != marks.rows || pruning.scoredWay != pruning.way
      || (pruning.outcome == nil && pruning.fault == nil)
  }

  /// Scores the marked neurons' pruning, whatever is being scored now.
  mutating func prune() -> [Effect] {
    guard !marks.rows.isEmpty else {
      message = .info("Nothing is marked: Space marks a neuron, * all that the table shows")
      return []
    }
    if view != .pruning {
      view = .pruning
      isZoomed = false
      viewOffset = 0
      keepCursorInSight()
    }
    pruning.request += 1
    pruning.rows = marks.rows
    pruning.scoredWay = pruning.way
    pruning.outcome = nil
    pruning.fault = nil
    pruning.isRunning = true
    let neurons = marks.rows.sorted().map(run.sites.neuron(atRow:))
    return [.prune(PruningRequest(neurons: neurons, way: pruning.way, number: pruning.request))]
  }

  /// Opens the view, and scores what is marked unless that has been done.
  mutating func openPruning() -> [Effect] {
    let isDone = pruning.isRunning || !(pruningIsOutdated || pruningIsIncomplete)
    return marks.rows.isEmpty || isDone ? [] : prune()
  }

  /// Takes neurons out in the next way.
  mutating func changePruningWay() -> [Effect] {
    pruning.way = pruning.way.next(of: PruningWay.all(of: run.sites))
    guard view == .pruning, !marks.rows.isEmpty else {
      message = .info("Pruning is \(pruning.way.rawValue) now")
      return []
    }
    return prune()
  }

  /// Stops what is being scored; what is known stays.
  mutating func stopPruning() -> [Effect] {
    guard pruning.isRunning else {
      message = .info("Nothing is being scored")
      return []
    }
    pruning.request += 1
    pruning.isRunning = false
    message = .info("Stopped: what is known so far stays")
    return [.stopPruning(number: pruning.request)]
  }

  /// Takes in what is known of a pruning; of one that a later has overtaken nothing.
  mutating func take(_ result: Result<PruningOutcome, PruningOutcome.Fault>, request: Int, isLast: Bool) {
    guard request == pruning.request else { return }
    pruning.isRunning = !isLast
    switch result {
    case .success(let outcome): pruning.outcome = outcome
    case .failure(let fault):
      pruning.fault = fault.text
      message = .error(fault.text)
    }
  }
}
