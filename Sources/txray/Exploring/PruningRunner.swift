import Experiments
import Explorer
import Kernels
import NeuronPreferences
import Pruning
import Runs

/// Scores prunings of a run's model for the explorer, which knows no model.
struct PruningRunner: Sendable {
  private let folder: RunFolder

  init(_ run: Run) { folder = run.folder }

  /// Scores one. The run's files are read anew each time, for a training may have changed them; results are
  /// kept in its reports.
  func score(
    _ request: PruningRequest, isCancelled: @escaping @Sendable () -> Bool, tell: (PruningOutcome) -> Void
  ) throws -> PruningOutcome {
    var plan = PruningPlan()
    plan.mode = PruningMode(rawValue: request.way.rawValue)
    let study = try PruningStudy(
      folder, plan: plan, program: ProgramVersion.build,
      // Leave one processor to the interface.
      workers: Workers(threads: max(1, Workers.cores - 1)))
    study.isCancelled = isCancelled
    let report = try study.report(study.choose(.marks(request.neurons))) { tell(PruningOutcome($0)) }
    return PruningOutcome(report)
  }
}

extension PruningOutcome {
  /// What the explorer shows of a report.
  init(_ report: PruningReport) {
    self.init(
      model: report.checkpoint, splits: report.splits.reversed().map(Split.init),
      notes: PruningText.notes(report), progress: report.progress)
  }
}

extension PruningOutcome.Split {
  fileprivate init(_ split: PruningReport.Split) {
    // For a language model, the loss says the same as the perplexity.
    let metrics = (split.unpruned?.scores.metrics ?? []).filter {
      $0 != .loss || split.unpruned?.scores.perplexity == nil
    }
    let order: [ScoreMetric] = [.accuracy, .f1, .auc, .perplexity, .loss]
    self.init(
      name: split.name, corpus: split.corpus, documents: split.documents,
      scores: order.filter(metrics.contains).map { metric in
        var score = PruningOutcome.Score(name: metric.rawValue, isHigherBetter: metric.isHigherBetter)
        score.unpruned = split.unpruned?.scores[metric]
        score.pruned = split.pruned?.scores[metric]
        score.change = split.change[metric].map { $0.low...max($0.low, $0.high) }
        score.random = (split.controls[.random] ?? []).compactMap { $0[metric] }
        score.matched = (split.controls[.matched] ?? []).compactMap { $0[metric] }
        score.beatsRandom = split.percentiles[.random]?[metric]
        score.beatsMatched = split.percentiles[.matched]?[metric]
        return score
      })
  }
}
