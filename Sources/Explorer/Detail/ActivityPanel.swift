import Glibc
import Measures
import NeuronPreferences
import TerminalUI

/// How active a neuron is at each stage: histograms on one axis over one another, mean and spread, how much of the text
/// is counted, how selective it is, and whether it still does what its parent checkpoint's neuron did.
struct ActivityPanel {
  let state: ExplorerState
  let stages: [Int]
  let appearance: Appearance

  /// From so many columns on, a stage's histogram and its facts share a line.
  private static let wideWidth = 108

  /// Rows that it takes; none where no stage keeps moments.
  static func rows(_ state: ExplorerState, stages: Int, width: Int) -> Int {
    guard state.run.stages.contains(where: { $0.snapshot.moments != nil }) else { return 0 }
    return 1 + stages * (width >= wideWidth ? 1 : 2)
  }

  func draw(into grid: inout Grid, in region: Rect) {
    guard !region.isEmpty else { return }
    grid.write(StyledText(title, appearance[.title]), in: region.row(0))
    let isWide = region.width >= Self.wideWidth
    for (place, stage) in stages.enumerated() {
      let y = 1 + place * (isWide ? 1 : 2)
      guard y < region.height else { return }
      let (label, rest) = region.row(y).splitLeft(isWide ? 14 : 2)
      let name = isWide ? "\(stage + 1) \(state.run.stages[stage].label)" : "\(stage + 1)"
      grid.write(StyledText(name, appearance[.stage(stage)].adding(.bold)), in: label)
      let bins = histogram(stage)
      let (plot, beside) = rest.splitLeft(bins.count + 1)
      Sparkline(bins, style: appearance[.stage(stage)]).draw(into: &grid, in: plot, appearance: appearance)
      var lines = [beside]
      if !isWide, y + 1 < region.height { lines.append(region.row(y + 1).splitLeft(2).rest) }
      write(
        ActivityFacts.of(state.detailNeuron, in: state.run.stages[stage].snapshot), to: lines, into: &grid)
    }
  }

  /// Writes facts to lines, as many as have room as a whole.
  private func write(_ facts: [String], to lines: [Rect], into grid: inout Grid) {
    var rest = facts[...]
    for line in lines {
      var text = ""
      while let fact = rest.first {
        let longer = text.isEmpty ? fact : "\(text); \(fact)"
        guard TerminalText.width(of: longer) <= line.width else { break }
        text = longer
        rest.removeFirst()
      }
      grid.write(StyledText(text, appearance[.dim]), in: line)
    }
  }

  private var title: String {
    let moments = state.run.stages[stages.first ?? 0].snapshot.moments
    let site = state.run.sites.place(ofRow: state.detailNeuron)
    let range = moments?.histogramRanges[site]
    let ends = range.map { [$0.lowerBound, $0.upperBound].map { Figure.quantity(Double($0)) } }
    return "Activations" + (ends.map { " from \($0[0]) to \($0[1])" } ?? "") + ", log of the number of tokens"
  }

  /// The histogram's columns, 0 where the neuron never was.
  private func histogram(_ stage: Int) -> [Double?] {
    guard let moments = state.run.stages[stage].snapshot.moments else { return [] }
    return moments.histogram(ofRow: state.detailNeuron).map { log1p(Double($0)) }
  }
}
