import NeuronPreferences
import TerminalUI

extension ExplorerState {
  /// Opens the view and asks what every stage makes of a text.
  mutating func read(_ text: String) -> [Effect] {
    let isBlank = text.allSatisfy(\.isWhitespace)
    guard !isBlank else {
      message = .info("Type some words to see which neurons fire at them")
      return []
    }
    ownText.text = text
    if view != .ownText { _ = open(.ownText) }
    ownText.request += 1
    ownText.isPending = true
    return [.readText(text, request: ownText.request)]
  }

  /// Takes an answer in; one that a later request has overtaken is dropped.
  mutating func take(_ result: Result<TextReading, TextReading.Fault>, request: Int) {
    guard request == ownText.request else { return }
    (ownText.isPending, ownText.fault) = (false, nil)
    let reading: TextReading
    switch result {
    case .success(let answer): reading = answer
    case .failure(let fault):
      ownText.fault = fault.text
      message = .error(fault.text)
      return
    }
    ownText.reading = reading
    (ownText.word, ownText.offset) = (0, 0)
    if reading.omitted > 0 {
      let words = Figure.counted(reading.words.count, reading.unit.rawValue)
      message = .info("The first \(words) are read, \(Figure.grouped(reading.omitted)) more are not")
    }
  }

  /// Moves the cursor to a word, or to the nearest there is.
  mutating func select(word: Int) {
    guard let count = ownText.reading?.words.count, count > 0 else { return }
    ownText.word = max(0, min(word, count - 1))
    keepWordInSight()
  }

  /// How many words are in sight, below their heading.
  private var wordRows: Int { max(0, OwnTextView.words(self, in: layout.table).height - 1) }

  /// Scrolls as little as possible until the word of the cursor is in sight.
  mutating func keepWordInSight() {
    let height = wordRows
    ownText.offset = Scrolling.offset(
      ownText.offset, showing: ownText.word, count: ownText.reading?.words.count ?? 0, height: height,
      margin: min(2, height / 4))
  }

  /// Scrolls by half screens, the cursor staying where the eye is.
  mutating func scrollWords(halfPages: Int) {
    let rows = max(1, wordRows) * halfPages / 2
    let distance = rows == 0 ? halfPages.signum() : rows
    ownText.offset += distance
    select(word: ownText.word + distance)
  }

  /// Selects the neuron that fires strongest at the word of the cursor in the stage shown.
  mutating func selectStrongest() {
    guard view == .ownText, let answer = ownText.reading?.answer(shownStage) else {
      message = .info("In your own text, this selects the neuron that fires strongest at a word: i types one")
      return
    }
    guard let row = answer.strongest(word: ownText.word, among: rowsOfSite) else { return }
    select(row: row)
  }

  /// The rows of the selected neuron's site: only neurons of one layer can be told which is strongest.
  var rowsOfSite: Range<Int> {
    let site = run.sites.sites.last { $0.firstRow <= neuron } ?? run.sites.sites[0]
    return site.firstRow..<(site.firstRow + site.neurons)
  }

  /// A click into the words: the word, and in a stage's column that stage.
  mutating func clickWord(at point: Point, in region: Rect) {
    let region = OwnTextView.words(self, in: region)
    let table = OwnTextView.table(self, width: region.width)
    guard let word = table.row(at: point, in: region) else { return }
    select(word: word)
    if let column = table.column(at: point, in: region), let stage = OwnTextView.stage(of: column) {
      show(stage: stage)
      selectStrongest()
    }
  }
}
