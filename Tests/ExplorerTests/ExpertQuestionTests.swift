import Foundation
import Goldens
import Measures
import NeuronPreferences
import SyntheticRuns
import TerminalUI
import Testing

@testable import Explorer

/// What a researcher asks of a run, with the keys that lead to the answer: five at most, what is typed counting as one.
@Suite struct ExpertQuestionTests {
  /// A question, and the keys; what is typed stands in quotes.
  static let questions: [(name: String, question: String, keys: [String])] = [
    (
      "forgot-film-words", "Which neurons did fine-tuning make forget film words?",
      ["t", "\"film|movie|comedy\"", "enter", ">"]
    ),
    ("noun-neuron", "Is neuron 10 a noun neuron, before and now?", ["/", "\"10\"", "enter"]),
    (
      "tags-changed-most", "Which ten neurons changed most in the tags they prefer?",
      [":", "\"sort tag-moved\"", "enter"]
    ),
    (
      "contexts-before-and-after", "Where did the neuron that moved most fire before and after?",
      ["m", "enter", "x", "h"]
    ),
    (
      "prune-what-lost-its-wins",
      "What does pruning all that lost their wins do, against random masks? Undone again.",
      ["f", "*", "X", "u"]
    ),
    (
      "first-stage-to-last", "What became of neurons from the first stage to the last?",
      [":", "\"pair 1-3\"", "enter"]
    ),
    ("nearest", "Which neurons are nearest to the one that moved most?", ["m", "="]),
    (
      "where-did-its-job-go", "Who does now what that neuron did at the first stage?",
      ["m", ":", "\"similar 1\"", "enter"]
    ),
    ("own-sentence", "Who fires at a sentence of mine?", ["i", "\"a film by kubrick\"", "enter"]),
    (
      "moved-noun-neurons", "Which noun neurons moved, not by chance?",
      ["&", "\"class=noun moved>.1 q<.2\"", "enter"]
    ),
    ("my-notes", "Where are my notes?", [":", "\"notes\"", "enter"]),
  ]

  @Test(arguments: questions.map(\.name), [(80, 24), (120, 40)])
  func isAnsweredInFiveKeys(name: String, size: (Int, Int)) throws {
    let question = try #require(Self.questions.first { $0.name == name })
    #expect(question.keys.count <= 5)
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try TestSession.make(size.0, size.1, run: Run.open([folder]))
    session.send(.note("a copula, it seems"))
    session.waitUntilIdle()
    var text = "\(question.question)\n> \(question.keys.joined(separator: " "))\n"
    for key in question.keys {
      if key.hasPrefix("\"") { session.type(String(key.dropFirst().dropLast())) } else { session.press(key) }
    }
    text += session.draw().lines.map { $0 + "|\n" }.joined()
    #expect(session.state.message?.isError != true, "\(session.state.message?.text ?? "")")
    try Golden.expect(text, "questions/\(name)-\(size.0)x\(size.1)")
  }

  @Test func aTableForAPaperAndALinkForAColleagueAreThreeKeysAway() throws {
    let file = NSTemporaryDirectory() + "/txray-\(UUID().uuidString).tex"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let session = try TestSession.make(80, 24, run: Run.open([SyntheticRun.taggedFolder]))
    session.press(":")
    session.type("export \(file) 10")
    session.press("enter")
    let text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
    #expect(
      text.contains("\\begin{tabular}")
        && text.split(separator: "\n").filter { $0.hasPrefix("lstm") }.count == 10)
    _ = session.takeRequests()
    session.press(": l i n k enter")
    #expect(session.takeRequests() == [.copy(session.state.link)])
    #expect(session.state.link.contains("--pair 2-3 --neuron lstm.0:"))
  }
}
