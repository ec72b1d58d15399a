import TerminalUI

/// Where the parts of the detail stand. What stands where depends on the size and on how many lines the heading has,
/// so that nothing jumps between neurons and stages.
struct DetailLayout {
  /// Name and state, what the state rests on, reason and note.
  let heading: Rect
  /// A line for each of some stages, that sums the neuron up.
  let summaries: Rect
  /// The stages that are summed up.
  let summarised: [Int]
  /// What the numbers are.
  let legend: Rect
  /// The columns of stages, or what was lost and gained.
  let lists: Rect
  /// The stages that have a column.
  let stages: [Int]
  /// Histograms of activations.
  let activity: Rect
  /// Firings with the text around them.
  let contexts: Rect

  init(_ state: ExplorerState, in region: Rect, headingLines: Int) {
    stages = DetailStages.inSight(state, width: region.width)
    let page = state.shownDetailPage
    var rest = region
    (heading, rest) = rest.splitTop(headingLines)
    let isRoomy = region.height > headingLines + 8
    let isTall = state.layout.isDetailRoomy
    summarised = isTall || state.pair == nil ? stages : DetailStages.ends(state).sorted()
    (summaries, rest) = rest.splitTop(isRoomy ? summarised.count : 0)
    (legend, rest) = rest.splitTop(isRoomy && page != .activity ? 1 : 0)
    let hasActivity = page == .activity || isTall
    let wanted = hasActivity ? ActivityPanel.rows(state, stages: stages.count, width: region.width) : 0
    let activityRows = page == .activity ? min(wanted, rest.height / 2 + 1) : wanted
    guard page != .activity else {
      lists = rest.splitTop(0).top
      (activity, contexts) = rest.splitTop(activityRows)
      return
    }
    let contextRows = isTall && state.run.hasContexts ? min(10, region.height / 4) : 0
    (rest, contexts) = rest.splitBottom(contextRows)
    (lists, activity) = rest.splitBottom(activityRows)
  }
}
