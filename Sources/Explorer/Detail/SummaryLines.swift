import Measures
import NeuronPreferences
import TerminalUI

/// What a neuron prefers at each of some stages, a line each: "5 of, to: prepositions; 99% of its mass on 2 tokens".
enum SummaryLines {
  static func draw(
    _ state: ExplorerState, _ stages: [Int], into grid: inout Grid, in region: Rect, appearance: Appearance
  ) {
    for (stage, y) in zip(stages, 0..<region.height) {
      var line = StyledText("\(stage + 1) ", appearance[.stage(stage)].adding(.bold))
      line.append(text(state, stage, width: region.width - line.width), appearance[.text])
      grid.write(line, in: region.row(y))
    }
  }

  /// The whole line where it fits, else without the tail.
  private static func text(_ state: ExplorerState, _ stage: Int, width: Int) -> String {
    let snapshot = state.run.stages[stage].snapshot
    do throws(SnapshotError) {
      guard let summary = try PreferenceSummary(snapshot, row: state.detailNeuron) else {
        return "no \(state.policyKind.events)"
      }
      return TerminalText.width(of: summary.text) <= width ? summary.text : summary.preferred
    } catch {
      return "row damaged in file"
    }
  }
}
