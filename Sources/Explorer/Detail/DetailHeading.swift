import Measures
import NeuronPreferences
import TerminalUI

/// The first lines of the detail.
enum DetailHeading {
  /// Name and state, what the state rests on, why it is marked, the last note.
  static func lines(_ state: ExplorerState, appearance: Appearance) -> [StyledText] {
    let id = state.run.sites.neuron(atRow: state.detailNeuron)
    var title = StyledText(id.description, appearance[.title])
    let glyphs = appearance.glyphs
    if let pair = state.pair, let verdict = state.verdict(of: state.detailNeuron) {
      title.append("  ")
      title.append(
        "\(verdict.word) \(pair.text(arrow: glyphs.arrow))", appearance[verdict.role].adding(.bold))
    }
    if state.marks.rows.contains(state.detailNeuron) {
      title.append("  \(glyphs.marked) marked", appearance[.mark])
    }
    let evidence = EvidenceLine.text(
      ofRow: state.detailNeuron, state.pair, in: state.source, policy: state.policyKind)
    var lines = [title, StyledText(evidence, appearance[.dim])]
    if let reason = state.marks.reasons[state.detailNeuron] {
      lines.append(StyledText("marked because: \(reason)", appearance[.mark]))
    }
    if let note = state.marks.notes[state.detailNeuron]?.last {
      lines.append(StyledText("note: \(note)", appearance[.mark]))
    }
    return lines
  }

  /// How many lines that is.
  static func lineCount(_ state: ExplorerState) -> Int {
    2 + (state.marks.reasons[state.detailNeuron] == nil ? 0 : 1)
      + (state.marks.notes[state.detailNeuron]?.last == nil ? 0 : 1)
  }

  /// What the numbers of the lists are.
  static func legend(_ state: ExplorerState, _ layout: DetailLayout) -> StyledText {
    if state.shownDetailPage == .changes { return StyledText("% of activation mass, times counted") }
    let width = layout.lists.columns(layout.stages.count, gap: 2).first?.width ?? 0
    let counted = width >= StageColumn.countWidth ? "; times" : ""
    let largest = width >= StageColumn.maximumWidth ? ", largest" : ""
    return StyledText(state.shareKind.legend + counted + largest)
  }
}

extension ShareKind {
  /// What the numbers are, in a line.
  var legend: String {
    switch self {
    case .mass: "% of activation mass"
    case .paper: "% of mean activation (paper)"
    case .lift: "lift: share of mass / share of text"
    }
  }

  /// The same in a sentence.
  var explanation: String {
    switch self {
    case .mass: "Shares of mass, the sum of activations: what the neuron answers most, and most often"
    case .paper:
      "Shares of mean activation, as in the paper: how often does not count, once is as good as often"
    case .lift:
      "Lift: share of mass over share of the text; \(Self.fewestForLift) times or more, or it is not known"
    }
  }

  /// A number of that kind, in four characters.
  func text(_ value: Double) -> String { self == .lift ? Figure.lift(value) : Figure.percent(value) }
}
