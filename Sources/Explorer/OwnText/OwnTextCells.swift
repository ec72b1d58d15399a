import TerminalUI

/// What stands in the cells of the user's own text.
struct OwnTextCells {
  let state: ExplorerState
  let reading: TextReading
  let appearance: Appearance
  /// The selected neuron's largest activation in sight of the text, which has the longest bar.
  private let largest: Double
  private let rows: Range<Int>
  private let nameWidth: Int

  init(state: ExplorerState, reading: TextReading, appearance: Appearance) {
    self.state = state
    self.reading = reading
    self.appearance = appearance
    rows = state.rowsOfSite
    nameWidth = NeuronCells.nameWidth(state)
    let neuron = state.neuron
    // One scale for all stages, so that flipping them shows where the neuron fires more.
    largest = state.run.stages.indices.reduce(0) { largest, stage in
      guard let answer = reading.answer(stage) else { return largest }
      return reading.words.indices.reduce(largest) {
        max($0, abs(answer.activation(word: $1, row: neuron)))
      }
    }
  }

  /// The word; in brackets where the stage shown does not know it.
  func word(_ index: Int) -> StyledText {
    let word = reading.words[index]
    guard let answer = reading.answer(state.shownStage) else { return StyledText(word) }
    return answer.isKnown[index] ? StyledText(word) : StyledText("(\(word))", appearance[.dim])
  }

  /// The selected neuron's activation in the stage shown, with a bar of its size.
  func own(_ index: Int, width: Int) -> StyledText {
    guard let answer = reading.answer(state.shownStage) else {
      return StyledText(appearance.glyphs.missing, appearance[.dim])
    }
    let value = answer.activation(word: index, row: state.neuron)
    let style = appearance[value < 0 ? .activationNegative : .activationPositive]
    let number = TerminalText.fitted(Self.figure(value), to: 5, alignment: .right, sign: "~")
    let bar = Bar(largest > 0 ? abs(value) / largest : 0, style: style)
    return StyledText([
      Span(number, style), Span(" "), Span(bar.text(width: width - 6, glyphs: appearance.glyphs), style),
    ])
  }

  /// The neuron that fires strongest in a stage, with its activation; the selected one stands out.
  func strongest(_ index: Int, stage: Int) -> StyledText {
    guard let answer = reading.answer(stage), let row = answer.strongest(word: index, among: rows) else {
      return StyledText(appearance.glyphs.missing, appearance[.dim])
    }
    let name = TerminalText.fitted(
      NeuronCells.name(state, row), to: nameWidth, alignment: .right, sign: appearance.glyphs.ellipsis)
    let isSelected = row == state.neuron
    let number = Self.figure(answer.activation(word: index, row: row))
    return StyledText([
      Span(name, appearance[isSelected ? .match : .text].adding(isSelected ? .underline : [])),
      Span(" " + number, appearance[.dim]),
    ])
  }

  /// An activation in at most five characters.
  private static func figure(_ value: Double) -> String {
    abs(value) <= 1 ? Figure.signedShare(value) : Figure.quantity(value)
  }
}
