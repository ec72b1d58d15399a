import LanguageModels
import NeuronPreferences
import Pruning

extension PruningStudy {
  /// Scores the model without the chosen neurons.
  ///
  /// Both splits before and after come first, then controls one by one, each on both splits.
  ///
  /// - Parameter tell: called on this thread with what is known so far, whenever that has grown; the last call
  ///   brings what is returned. A result that was kept earlier comes in one call.
  /// - Throws: `PruningError.interrupted` when it is stopped; nothing is kept then.
  public func report(
    _ chosen: ChosenNeurons, tell: (PruningReport) -> Void = { _ in }
  ) throws -> PruningReport {
    let mask = try PruningMask(sites: sites, pruned: chosen.neurons)
    let cache = try PruningCache(self, kind: "report", chosen: chosen, mask: mask)
    if let kept: PruningReport = cache.read() {
      tell(kept)
      return kept
    }
    var report = try emptyReport(chosen, mask)
    try measure(mask, into: &report, tell: tell)
    try compare(mask, into: &report, tell: tell)
    if plan.recoveryEpochs > 0 { try recover(mask, into: &report) }
    tell(report)
    isKept = cache.keep(report)
    return report
  }

  private func emptyReport(_ chosen: ChosenNeurons, _ mask: PruningMask) throws -> PruningReport {
    let masses = try masses()
    var splits = try splits().map(\.split)
    for index in splits.indices {
      splits[index].wasChosenOn = chosen.corpora.contains(splits[index].corpus)
    }
    var notes: [PruningReport.Note] = []
    if chosen.stages.isEmpty { notes.append(.chosenByHand) }
    if let last = splits.last, wasSelected(on: last.corpus) { notes.append(.checkpointChosenOnHeldOut) }
    if masses == nil { notes.append(.notMatched) }
    if sites.sites.indices.allSatisfy({ mask.kept(site: $0).isEmpty || mask.pruned(site: $0).isEmpty }) {
      notes.append(.noOtherMask)
    }
    let massShare = masses.map { masses -> Double in
      let all = masses.reduce(0, +)
      return all > 0 ? mask.prunedRows.reduce(0) { $0 + masses[$1] } / all : 0
    }
    return PruningReport(
      checkpoint: checkpointName, mode: mode, chosenBy: chosen.by, stages: chosen.stages,
      neurons: mask.pruned.map(\.description), neuronsTotal: sites.neuronCount,
      parameters: model.parameterCount,
      parametersPruned: try model.parameterCount(without: mask, mode: mode), massShare: massShare,
      controls: plan.controls,
      seed: plan.seed, splits: splits, notes: notes)
  }

  private func measure(
    _ mask: PruningMask, into report: inout PruningReport, tell: (PruningReport) -> Void
  ) throws {
    var loaded = try splits()
    defer { loadedSplits = loaded }
    // What counts first: the held-out split.
    for index in loaded.indices.reversed() {
      if loaded[index].unprunedResamples == nil {
        let outcomes = try loaded[index].scoring.outcomes()
        let resamples = loaded[index].bootstrap.scores(outcomes)
        loaded[index].unprunedResamples = resamples
        loaded[index].unprunedOutcomes = outcomes
        loaded[index].split.unpruned = PruningReport.Measured(
          scores: outcomes.scores, intervals: ScoringBootstrap.intervals(resamples))
      }
      report.splits[index].unpruned = loaded[index].split.unpruned
      tell(report)
    }
    for index in loaded.indices.reversed() {
      let outcomes = try loaded[index].scoring.outcomes(mask, mode: mode)
      let resamples = loaded[index].bootstrap.scores(outcomes)
      report.splits[index].pruned = PruningReport.Measured(
        scores: outcomes.scores, intervals: ScoringBootstrap.intervals(resamples))
      guard let unpruned = loaded[index].unprunedOutcomes else { continue }
      report.splits[index].change = loaded[index].bootstrap.changes(
        from: unpruned, to: outcomes, resamples: (loaded[index].unprunedResamples ?? [], resamples))
      tell(report)
    }
  }

  private func compare(
    _ mask: PruningMask, into report: inout PruningReport, tell: (PruningReport) -> Void
  ) throws {
    let controls = try controls(of: mask)
    let loaded = try splits()
    for number in 0..<plan.controls {
      for kind in controls.kinds {
        let control = controls.mask(kind, number: number)
        for index in loaded.indices {
          let outcomes = try loaded[index].scoring.outcomes(control, mode: mode)
          report.splits[index].add(outcomes.scores, kind)
        }
        tell(report)
      }
    }
  }

  func controls(of mask: PruningMask) throws -> ControlMasks {
    ControlMasks(
      mask, mass: try masses(), unitSizes: sites.sites.map { model.unitSize(site: $0.name) }, seed: plan.seed)
  }
}
