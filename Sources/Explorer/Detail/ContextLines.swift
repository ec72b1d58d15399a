import Measures
import NeuronPreferences
import TerminalUI

/// Where a neuron fired in the text at both stages that are compared: beside each other where the screen is wide, else one
/// below the other.
struct ContextLines {
  /// A stage's contexts, each.
  let columns: [ContextColumn]

  /// From so many columns on, two stages stand beside each other.
  private static let wideWidth = 70

  /// Reads the contexts for a region. O(contexts of the row).
  init(_ state: ExplorerState, in region: Rect) {
    let stages = Self.stages(state, in: region)
    let isWide = region.width >= Self.wideWidth
    let regions = isWide ? region.columns(stages.count, gap: 2) : Self.rows(of: region, stages.count)
    columns = zip(stages, regions).map { ContextColumn(state, stage: $0, in: $1) }
  }

  /// Both that are compared; where only one can be shown, or is wanted, the one shown.
  private static func stages(_ state: ExplorerState, in region: Rect) -> [Int] {
    let ends = DetailStages.ends(state).sorted()
    let hasRoom = region.width >= wideWidth || region.height >= 2 * fewestRows
    return state.isSideBySide && hasRoom ? ends : [state.shownStage]
  }

  /// A heading and a context.
  private static let fewestRows = 2

  private static func rows(of region: Rect, _ count: Int) -> [Rect] {
    var rest = region
    return (0..<count).map { place in
      let (top, below) = rest.splitTop(rest.height / (count - place))
      rest = below
      return top
    }
  }

  func draw(into grid: inout Grid, appearance: Appearance) {
    let scale = columns.map(\.largest).max() ?? 0
    for column in columns { column.draw(scale: scale, into: &grid, appearance: appearance) }
  }
}
