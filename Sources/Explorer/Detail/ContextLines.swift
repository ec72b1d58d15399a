import NeuronPreferences
import TerminalUI

/// Where a neuron fired in the text: a line each, the firing token in one column below the other.
struct ContextLines {
  let state: ExplorerState
  let appearance: Appearance

  /// Rows that contexts take of a detail of that height; none where tokens need the room.
  static func rows(_ state: ExplorerState, height: Int) -> Int {
    guard state.run.hasContexts else { return 0 }
    return height >= 24 || (state.isZoomed && height >= 14) ? min(12, height / 3) : 0
  }

  func draw(into grid: inout Grid, in region: Rect) {
    guard !region.isEmpty else { return }
    let stage = state.run.stages[state.shownStage]
    let which = state.showsSampledContexts ? "a random sample" : "the strongest"
    let heading = "Contexts in \(state.shownStage + 1) \(stage.label): \(which)"
    grid.write(StyledText(heading, appearance[.title]), in: region.row(0))
    let lines = region.splitTop(1).rest
    guard let table = stage.snapshot.contexts else {
      grid.write(StyledText("none were kept for this stage", appearance[.dim]), in: lines.row(0))
      return
    }
    let contexts: [FiringContext]
    do throws(SnapshotError) {
      contexts = try table.contexts(ofRow: state.detailNeuron)
    } catch {
      grid.write(StyledText("row damaged in file", appearance[.error]), in: lines.row(0))
      return
    }
    let selection: FiringContext.Selection = state.showsSampledContexts ? .sample : .top
    let shown = contexts.filter { $0.selection == selection }
      .sorted { ($0.activation.magnitude, $1.position) > ($1.activation.magnitude, $0.position) }
    if shown.isEmpty {
      grid.write(StyledText(appearance.glyphs.missing, appearance[.dim]), in: lines.row(0))
    }
    for (context, y) in zip(shown, 0..<lines.height) {
      draw(context, stage.snapshot.tokens, into: &grid, in: lines.row(y))
    }
  }

  /// "… one of the best ‹film› of the year …   .97"
  private func draw(
    _ context: FiringContext, _ names: FeatureTable, into grid: inout Grid, in line: Rect
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
    let value = Double(context.activation)
    let activation = abs(value) <= 1 ? Figure.signedShare(value) : Figure.quantity(value)
    let role: Role = value < 0 ? .activationNegative : .activationPositive
    grid.write(StyledText(activation, appearance[role]), in: number, alignment: .right)
  }

  /// The end of a text, as much of it as fits.
  private static func ending(_ text: String, in width: Int, _ glyphs: Glyphs) -> String {
    guard TerminalText.width(of: text) > width else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, TerminalText.width(of: kept) >= width { kept = kept.dropFirst() }
    return width > 0 ? glyphs.ellipsis + kept : ""
  }
}
