import Experiments

/// Shows on a terminal how far a pruning has come.
final class PruningProgress {
  private let messages = MessageStream()

  func show(_ report: PruningReport) {
    messages.moving {
      "scoring \(report.neurons.count) pruned neurons  \(fixed(100 * report.progress, 0))%"
    }
  }

  func show(_ curve: PruningCurve) {
    messages.moving { "pruned \(curve.points.last?.percent ?? 0)% of the neurons" }
  }

  /// Ends an open line.
  func finish() { messages.finish() }
}
