import Measures
import NeuronPreferences
import TerminalUI

/// Where a neuron fired in the text of one stage: a line each, the firing token in one column below the other, every token
/// shaded by its activation.
struct ContextColumn {
  /// Which of the contexts are in sight.
  let window: ListWindow

  private let state: ExplorerState
  private let stage: Int
  private let region: Rect
  /// The contexts of the choice shown; nil where the row is damaged.
  private let contexts: [ShownContext]?

  /// Reads the contexts of a stage, for a region whose first row is their heading. O(contexts of the row).
  init(_ state: ExplorerState, stage: Int, in region: Rect) {
    self.state = state
    self.stage = stage
    self.region = region
    contexts =
      region.isEmpty
      ? []
      : try? ShownContext.chosen(
        state.contextChoice, of: state.detailNeuron, in: state.run.stages[stage].snapshot)
    window = ListWindow(
      count: contexts?.count ?? 0, height: max(0, region.height - 1), halfPages: state.detailOffset)
  }

  /// The largest activation among them, which shades are shares of.
  var largest: Float { contexts?.first?.context.activation.magnitude ?? 0 }

  func draw(scale: Float, into grid: inout Grid, appearance: Appearance) {
    guard !region.isEmpty else { return }
    let source = state.run.stages[stage]
    var heading = StyledText("\(stage + 1) \(source.label)", appearance[.stage(stage)].adding(.bold))
    heading.append(" fired, \(state.contextChoice.title)", appearance[.dim])
    grid.write(heading, in: region.row(0))
    let lines = region.splitTop(1).rest
    guard !lines.isEmpty else { return }
    guard source.snapshot.contexts != nil else {
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
    let hasRepeats = contexts.contains { $0.times > 1 }
    for (shown, y) in zip(contexts[window.range], 0...) {
      let (text, number) = lines.row(y).splitRight(hasRepeats ? 9 : 6)
      draw(shown.context, source.snapshot.tokens, scale, into: &grid, in: text, appearance: appearance)
      let role: Role = shown.context.activation < 0 ? .activationNegative : .activationPositive
      var cell = StyledText(shown.times > 1 ? "\(shown.times)x " : "", appearance[.dim])
      cell.append(Figure.activation(shown.context.activation), appearance[role])
      grid.write(cell, in: number, alignment: .right)
    }
    window.drawCount(into: &grid, in: lines, appearance: appearance)
  }

  /// "… one of the best ‹film› of the year …"
  private func draw(
    _ context: FiringContext, _ names: FeatureTable, _ scale: Float, into grid: inout Grid, in line: Rect,
    appearance: Appearance
  ) {
    let glyphs = appearance.glyphs
    let words = context.tokens.map { names.name(of: Int($0)) }
    func span(_ place: Int) -> Span {
      let share = scale > 0 ? Double(context.activations[place].magnitude / scale) : 0
      return Span(words[place], appearance[.heat(share)])
    }
    let (left, rest) = line.splitLeft(line.width * 2 / 5)
    let room = left.width - 1
    var before: [Span] = []
    var width = 0
    for place in (0..<context.center).reversed() {
      let added = TerminalText.width(of: words[place]) + (before.isEmpty ? 0 : 1)
      // The sign of what is left out needs its columns too.
      guard width + added + (place > 0 ? 2 : 0) <= room else {
        if width + 2 <= room { before.insert(Span(glyphs.ellipsis + " ", appearance[.dim]), at: 0) }
        break
      }
      if !before.isEmpty { before.insert(Span(" "), at: 0) }
      before.insert(span(place), at: 0)
      width += added
    }
    grid.write(StyledText(before), in: left.splitLeft(max(0, room)).left, alignment: .right)
    var after = StyledText(glyphs.openQuote + words[context.center] + glyphs.closeQuote, appearance[.match])
    for place in context.tokens.indices.dropFirst(context.center + 1) where after.width < rest.width {
      after.append(" ")
      after.append(span(place).text, span(place).style)
    }
    grid.write(after, in: rest)
  }
}
