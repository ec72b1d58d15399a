import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// A text of the user's own, stage by stage.
@Suite struct OwnTextTests {
  private func reading(_ text: String, _ width: Int = 100, _ height: Int = 24) throws -> ExplorerSession {
    let session = try TestSession.make(width, height)
    session.press("i")
    session.type(text)
    session.press("enter")
    return session
  }

  @Test func typingATextShowsItsWordsWithTheirNeurons() throws {
    let session = try reading("a film by kubrick")
    #expect(session.state.view == .ownText)
    let lines = session.draw().lines
    #expect(lines[1].contains("4 words"))
    #expect(lines[3].hasPrefix("a ") && lines[4].hasPrefix("film "))
    #expect(lines[6].hasPrefix("(kubrick)"), "not in the vocabulary")
    let expected = try MadeUpReading.read("a film by kubrick")
    #expect(expected.words.count == 4)
    #expect(lines[2].contains("3 fine-tune"))
  }

  @Test func theStrongestNeuronIsSelectedByOneKey() throws {
    let session = try reading("a film by kubrick")
    let before = session.state.neuron
    session.press("j j")
    #expect(session.state.neuron == before, "walking the words leaves the neuron")
    session.press("w")
    let neuron = session.state.neuron
    // By hand: the made-up activation grows with its remainder, so the largest remainder wins.
    let hash = "by".utf8.reduce(7) { ($0 * 31 + Int($1)) % 9973 }
    let strongest = (0..<24).max { (hash + $0 * 131 + 34) % 199 < (hash + $1 * 131 + 34) % 199 }
    #expect(neuron == strongest)
    #expect(session.screen.contains("\(neuron) in 3"))
    session.press("1")
    #expect(session.screen.contains("\(neuron) in 1"))
    #expect(session.state.neuron == neuron)
  }

  @Test func theTextIsKeptAndEdited() throws {
    let session = try reading("a film")
    session.press("esc")
    #expect(session.state.view == .table)
    session.press("O")
    #expect(session.screen.contains("2 words"))
    session.press("i")
    #expect(!session.screen.contains("text: a film"), "another text begins empty")
    session.press("up")
    #expect(session.screen.contains("text: a film"), "the one before is one key away")
    session.type(" by")
    session.press("enter")
    #expect(session.screen.contains("3 words"))
    session.press("O")
    #expect(session.state.view == .table, "the same key again goes back")
  }

  @Test func openingTheViewWithoutATextAsksForOne() throws {
    let session = try TestSession.make(80, 24)
    session.press("O")
    #expect(session.screen.contains("text:"))
    session.press("esc")
    #expect(session.screen.contains("i types a sentence"))
    session.press("j")
    #expect(session.screen.contains("2/24"), "without words the keys walk the table")
    session.press("w")
    #expect(session.state.message?.isError == false)
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let session = try reading("fail")
    #expect(session.state.message?.text == "the model is gone")
    let lines = session.draw().lines.dropLast()
    #expect(lines.contains { $0.contains("the model is gone") }, "where there is room for all of it")
    session.press(":")
    session.type("text partly read")
    session.press("enter")
    #expect(session.state.message?.isError != true)
    session.press("2")
    #expect(session.screen.contains("zero-shot has no model"))
    #expect(session.screen.contains("–"))
    session.press(":")
    session.type("text a long one")
    session.press("enter")
    #expect(session.state.message?.text == "The first 3 words are read, 5 more are not")
    session.press("i ctrl-u space enter")
    #expect(session.state.message?.isError == false)
    #expect(session.screen.contains("3 words"), "an empty text changes nothing")
  }

  @Test func longTextsScrollAndClicksSelect() throws {
    let session = try reading((0..<60).map { "word\($0)" }.joined(separator: " "))
    session.press("G")
    #expect(session.screen.contains("word59") && !session.screen.contains("word0 "))
    session.press("g ctrl-d")
    let height = session.draw().lines.filter { $0.hasPrefix("word") }.count
    #expect(height > 10)
    session.press("g")
    session.handle(.mouse(MouseEvent(.click, at: Point(x: 1, y: 8))))
    session.press("w")
    let strongest = session.state.neuron
    session.press("g j j j j j w")
    #expect(session.state.neuron == strongest, "the click selected the sixth word")
    session.handle(.mouse(MouseEvent(.scrollDown, at: Point(x: 1, y: 8))))
    session.handle(.resize(Size(width: 20, height: 4)))
    session.handle(.resize(Size(width: 100, height: 24)))
    #expect(session.screen.contains("word6 "))
  }

  @Test func piecesAreCalledSo() throws {
    let lines = try reading("dog bark ##s").draw().lines
    #expect(lines[1].contains("3 pieces") && lines[2].hasPrefix("piece "))
  }

  /// Where the line above the words has no room for why a stage has no answer, it stands below them.
  /// The word of the cursor could lie below the reason, and a click on the reason selected a word.
  @Test(arguments: [(40, 10), (80, 24)])
  func aLongReasonHidesNoWord(size: (Int, Int)) throws {
    let words = (1...40).map { "w\($0)" }.joined(separator: " ")
    let session = try reading("recorded \(words)", size.0, size.1)
    session.press("G 2")
    #expect(session.screen.contains("w40"), "\(session.screen)")
    session.press("3 g g 2")
    for _ in 1...40 {
      session.press("j")
      let word = session.state.ownText.word
      #expect(session.draw().lines.contains { $0.contains("w\(word)") }, "\(word)")
    }
    let region = session.state.layout.table
    session.handle(.mouse(MouseEvent(.click, at: Point(x: 3, y: region.y + region.height - 1))))
    #expect(session.state.ownText.word == 40, "a click on the reason")
  }

  @Test func aLongReasonIsSaidWhole() throws {
    let session = try reading("recorded the text", 80, 24)
    #expect(!session.screen.contains("this is the end"), "another stage is shown")
    session.press("2")
    // It is wrapped beside the detail.
    let words = session.draw().lines.flatMap { $0.prefix { $0 != "│" }.split(separator: " ") }
      .joined(separator: " ")
    #expect(words.contains("this is the end") && words.contains("only as a recording"), "\(words)")
  }
}
