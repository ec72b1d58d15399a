import Measures
import NeuronPreferences
import TerminalUI

/// Where a neuron fired in the text: a line each, the firing token in one column below the other.
struct ContextLines {
  /// Which of the contexts are in sight.
  let window: ListWindow

  private let state: ExplorerState
  private let region: Rect
  /// The contexts of the choice shown, the strongest first; nil where the row is damaged.
  private let contexts: [FiringContext]?

  /// Reads the contexts of the stage shown, for a region whose first row is their heading. O(contexts of the row).
  init(_ state: ExplorerState, in region: Rect) {
    self.state = state
    self.region = region
    contexts = region.isEmpty ? [] : try? Self.chosen(state)
    window = ListWindow(
      count: contexts?.count ?? 0, height: max(0, region.height - 1), halfPages: state.detailOffset)
  }

  /// None where the stage keeps none.
  private static func chosen(_ state: ExplorerState) throws(SnapshotError) -> [FiringContext] {
    guard let table = state.run.stages[state.shownStage].snapshot.contexts else { return [] }
    let selection: FiringContext.Selection = state.showsSampledContexts ? .sample : .top
    return try table.contexts(ofRow: state.detailNeuron).filter { $0.selection == selection }
      .sorted { ($0.activation.magnitude, $1.position) > ($1.activation.magnitude, $0.position) }
  }

  func draw(into grid: inout Grid, appearance: Appearance) {
    guard !region.isEmpty else { return }
    let stage = state.run.stages[state.shownStage]
    let which = state.showsSampledContexts ? "a random sample" : "the strongest"
    let heading = "Contexts in \(state.shownStage + 1) \(stage.label): \(which)"
    grid.write(StyledText(heading, appearance[.title]), in: region.row(0))
    let lines = region.splitTop(1).rest
    guard stage.snapshot.contexts != nil else {
      grid.write(StyledText("none were kept for this stage", appearance[.dim]), in: lines.row(0))
      return
    }
    guard let contexts else {
      grid.write(StyledText("row damaged in file", appearance[.error]), in: lines.row(0))
      return
    }
    if contexts.isEmpty {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: lines.row(0))
    }
    for (context, y) in zip(contexts[window.range], 0...) {
      draw(context, stage.snapshot.tokens, into: &grid, in: lines.row(y), appearance: appearance)
    }
    window.drawCount(into: &grid, in: lines, appearance: appearance)
  }

  /// "… one of the best ‹film› of the year …   .97"
  private func draw(
    _ context: FiringContext, _ names: FeatureTable, into grid: inout Grid, in line: Rect,
    appearance: Appearance
  ) {
    let glyphs = appearance.glyphs
    let (text, number) = line.splitRight(6)
    let words = context.tokens.map { names.name(of: Int($0)) }
    let (left, rest) = text.splitLeft(text.width * 2 / 5)
    grid.write(
      StyledText(Self.ending(words[..<context.center].joined(separator: " "), in: left.width - 1, glyphs)),
      in: left.splitLeft(left.width - 1).left, alignment: .right, base: appearance[.dim])
    var firing = StyledText(
      glyphs.openQuote + words[context.center] + glyphs.closeQuote, appearance[.match])
    firing.append(" " + words[(context.center + 1)...].joined(separator: " "), appearance[.dim])
    grid.write(firing, in: rest)
    let role: Role = context.activation < 0 ? .activationNegative : .activationPositive
    grid.write(
      StyledText(Figure.activation(context.activation), appearance[role]), in: number, alignment: .right)
  }

  /// The end of a text, as much of it as fits.
  private static func ending(_ text: String, in width: Int, _ glyphs: Glyphs) -> String {
    guard TerminalText.width(of: text) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, TerminalText.width(of: kept) >= width { kept = kept.dropFirst() }
    return width > 0 ? glyphs.ellipsis + kept : ""
  }
}
