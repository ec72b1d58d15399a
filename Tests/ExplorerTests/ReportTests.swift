import Foundation
import FoundationXML
import NeuronPreferences
import SyntheticRuns
import Testing

@testable import Explorer

/// The page of the marked neurons, as a browser reads it.
@Suite struct ReportTests {
  /// Elements by name, and all text; nil where the page is not well-formed.
  private final class Page: NSObject, XMLParserDelegate {
    private(set) var counts: [String: Int] = [:]
    private(set) var text = ""

    init?(_ page: String) {
      super.init()
      let parser = XMLParser(data: Data(page.utf8))
      parser.delegate = self
      guard parser.parse() else { return nil }
    }

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { counts[name, default: 0] += 1 }

    func parser(_: XMLParser, foundCharacters string: String) { text += string }
  }

  /// A copy of the run, for marks are written into it, and a file.
  private func withRun<T>(_ body: (_ run: String, _ file: String) throws -> T) throws -> T {
    let folder = try SyntheticRun.copy(tagged: true)
    let file = NSTemporaryDirectory() + "/txray-\(UUID().uuidString).html"
    defer {
      for path in [folder, file] { try? FileManager.default.removeItem(atPath: path) }
    }
    return try body(folder, file)
  }

  private func session(_ run: String, _ keys: String, _ commands: String...) throws -> ExplorerSession {
    let session = try TestSession.make(80, 24, run: Run.open([run]))
    session.press(keys)
    for command in commands {
      session.press(":")
      session.type(command)
      session.press("enter")
    }
    return session
  }

  @Test func everyMarkedNeuronHasASectionWithBothEnds() throws {
    try withRun { run, file in
      let session = try session(run, "f space space", "report \(file)")
      #expect(session.state.message?.text == "2 neurons written to \(file)")
      let page = try #require(Page(String(contentsOfFile: file, encoding: .utf8)))
      #expect(page.counts["section"] == 2 && page.counts["h2"] == 2)
      let stages = session.state.run.stages
      for words in [
        "lstm.0:17  forgotten 2→3", "lstm.0:3  forgotten 2→3", "2 \(stages[1].label)", "3 \(stages[2].label)",
        "lost 2→3", "gained 2→3", "fired, the strongest", "% of activation mass", "txray explore",
      ] { #expect(page.text.contains(words), "\(words)") }
      let before = session.state.run.stages[1].snapshot
      let tokens = try before.ranked(ofRow: 17, by: .mass, limit: 20).top
      #expect(!tokens.isEmpty)
      for token in tokens { #expect(page.text.contains(before.tokens.name(of: token.preference.feature))) }
    }
  }

  @Test func reasonsAndNotesStandWithTheirNeuron() throws {
    try withRun { run, file in
      _ = try session(run, "a", "because too strong", "note <i>&", "report \(file)")
      let page = try #require(Page(String(contentsOfFile: file, encoding: .utf8)))
      #expect(
        page.text.contains("marked because: too strong") && page.text.contains("note: <i>&")
          && page.counts["i"] == nil)
    }
  }

  @Test func nothingIsWrittenWithoutMarksOrOverAFileOrUnderAnotherEnding() throws {
    try withRun { run, file in
      func said(_ keys: String, _ command: String) throws -> (text: String, isError: Bool) {
        let message = try #require(try session(run, keys, command).state.message)
        return (message.text, message.isError)
      }
      #expect(try said("a", "report \(file)").text.hasPrefix("Nothing is marked"))
      #expect(!FileManager.default.fileExists(atPath: file))
      #expect(try said("space", "report \(file).pdf").isError)
      #expect(!FileManager.default.fileExists(atPath: file + ".pdf"))
      try Data("mine".utf8).write(to: URL(fileURLWithPath: file))
      #expect(try said("a", "report \(file)").text.contains("report!"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
      #expect(try !said("a", "report! \(file)").isError)
      #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    }
  }

  @Test func whatABrowserWouldObeyIsSpelledOut() {
    let hostile = "<script>'\"&\u{1B}]0;x\u{7}\u{202E}\u{9B}"
    let written = HTML.text(hostile)
    #expect(written.hasPrefix("&lt;script&gt;&#39;&quot;&amp;"))
    #expect(written.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
    #expect(Page("<p>\(written)</p>")?.counts == ["p": 1])
  }

  @Test func barsOfAHistogramAreSharesOfTheHighest() {
    let drawn = HTML.histogram([0, 1, 2], label: "a \"b\"")
    #expect(drawn.contains("v-20.0") && drawn.contains("v-40.0") && drawn.contains("0 0 18 43"))
    #expect(Page(drawn)?.counts == ["svg": 1, "path": 2])
  }
}
