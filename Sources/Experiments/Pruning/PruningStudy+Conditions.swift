import Measures
import NeuronPreferences
import Sites

extension PruningStudy {
  /// Conditions on neurons, with the stages of the run as the explorer numbers them: those that have a snapshot, in their
  /// order.
  struct Conditions {
    let filter: Filter
    /// The stages where wins are counted.
    let counted: [Stage]
    /// The stages where preferences are judged.
    let judged: [Stage]
    /// The two that neurons are chosen by.
    let pair: StagePair
  }

  /// Reads conditions on the run's neurons; nil if there are none. A stage that is not named is the later of the two that
  /// neurons are chosen by.
  ///
  /// - Throws: `FilterError`, `PruningStudyError`, `SnapshotError`, `MarksError`.
  func conditions(_ text: String) throws -> Conditions? {
    let chosen = try stagePair()
    let present = description.stages.filter { folder.exists(folder.snapshot($0.name)) }
    guard let from = present.firstIndex(where: { $0.name == chosen.from.name }),
      let to = present.firstIndex(where: { $0.name == chosen.to.name })
    else {
      // The error names the file that is missing.
      _ = try stageSnapshots([chosen.from.name, chosen.to.name])
      throw PruningStudyError.needsTwoStages(path: folder.settings)
    }
    let snapshots = try stageSnapshots(present.map(\.name))
    func stages(_ snapshots: [Snapshot]) -> [Stage] {
      zip(present, snapshots).map { Stage(label: $0.label, snapshot: $1) }
    }
    let (counted, judged) = (stages(snapshots.counted), stages(snapshots.judged))
    let pair = StagePair(from: from, to: to)
    let lists = try MarkLog(path: folder.marks).lists.keys.sorted()
    guard let filter = try Filter(text, in: FilterContext(judged, shown: to, pair: pair, lists: lists)) else {
      return nil
    }
    try requireSameNeurons(snapshots, of: filter.stages.union([from, to]), as: to)
    return Conditions(filter: filter, counted: counted, judged: judged, pair: pair)
  }

  /// Makes sure that those stages of the run that are asked about have the neurons of one, the model's among them; others
  /// may be of other models.
  private func requireSameNeurons(_ snapshots: StageSnapshots, of asked: Set<Int>, as stage: Int) throws {
    let recorded = snapshots.counted[stage].sites
    for snapshot in asked.sorted().flatMap({ [snapshots.counted[$0], snapshots.judged[$0]] })
    where snapshot.sites != recorded || !recorded.holds(sites) {
      throw PruningStudyError.differentNeurons(
        snapshot: snapshot.path, sites: snapshot.sites.description, checkpoint: model.path,
        modelSites: sites.description)
    }
  }

  /// The test of conditions. Compares what it asks for beside what has been compared.
  ///
  /// - Throws: `SnapshotError`, `MarksError`.
  func predicate(_ conditions: Conditions, _ known: StageComparison) throws -> (NeuronID) -> Bool {
    let filter = conditions.filter
    let sites = conditions.judged[conditions.pair.to].snapshot.sites
    let marks = MarkedNeurons(try MarkLog(path: folder.marks), sites: sites)
    func source(_ basis: Filter.Basis, _ stages: [Stage], _ transfer: Transfer) throws -> MeasureSource {
      var comparisons: [ComparedPair: Comparison] = [:]
      for compared in filter.comparedOrJudged(by: basis) {
        comparisons[compared] =
          compared == ComparedPair(conditions.pair)
          ? Comparison(conditions.pair, transfer, sites: sites)
          : try Comparison(
            compared, stages: stages, permutations: filter.needsTest ? plan.permutations : 0, seed: plan.seed,
            threads: workers.threads)
      }
      return MeasureSource(stages: stages, comparisons: comparisons, marks: marks, sites: sites)
    }
    let passes = filter.predicate(
      FilterSources(
        counted: try source(.wins, conditions.counted, known.counted),
        judged: try source(.preferences, conditions.judged, known.judged)))
    return { neuron in sites.row(of: neuron).map(passes) ?? false }
  }
}
