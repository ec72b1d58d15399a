import Experiments
import Glibc

/// Shows on a terminal how far a pruning has come.
final class PruningProgress {
  private let isTerminal = StandardStream.error.isTerminal
  private var isOpen = false

  func show(_ report: PruningReport) {
    draw("scoring \(report.neurons.count) pruned neurons  \(fixed(100 * report.progress, 0))%")
  }

  func show(_ curve: PruningCurve) { draw("pruned \(curve.points.last?.percent ?? 0)% of the neurons") }

  /// Ends an open line.
  func finish() {
    if isOpen { StandardStream.error.write("\r\u{1B}[K") }
    isOpen = false
  }

  private func draw(_ text: String) {
    guard isTerminal else { return }
    StandardStream.error.write("\r\(text)\u{1B}[K")
    isOpen = true
  }
}
