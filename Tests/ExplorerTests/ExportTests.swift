import Explorer
import Foundation
import SyntheticRuns
import TerminalUI
import Testing

@Suite struct ExportTests {
  private func exported(_ name: String, keys: String) throws -> Data {
    let file = NSTemporaryDirectory() + "/txray-\(UUID().uuidString)-\(name)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let session = try TestSession.make(80, 24)
    session.press(keys)
    session.press(":")
    session.type("export \(file)")
    session.press("enter")
    #expect(session.state.message?.isError == false)
    return try Data(contentsOf: URL(fileURLWithPath: file))
  }

  @Test func tablesBecomeTabSeparatedText() throws {
    let text = String(decoding: try exported("table.tsv", keys: "f"), as: UTF8.self)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(lines.map { $0[0] } == ["neuron", "lstm.0:17", "lstm.0:3"])
    #expect(lines[0].count == lines[1].count)
    #expect(lines[1][2] == "forgotten")
  }

  @Test func tablesBecomeJSON() throws {
    let objects = try #require(
      try JSONSerialization.jsonObject(with: exported("table.json", keys: "a")) as? [[String: Any]])
    #expect(objects.count == SyntheticRun.neuronCount)
    let gained = try #require(objects.first { $0["neuron"] as? String == "lstm.0:8" })
    #expect(gained["state"] as? String == "gained")
    #expect(gained["hellinger"] is NSNull)
    #expect(gained["wins_3"] as? Int == 358)
  }

  @Test func otherEndingsAreRefused() throws {
    let session = try TestSession.make(80, 24)
    session.press(":")
    session.type("export table.xls")
    session.press("enter")
    #expect(session.state.message?.isError == true)
  }

  @Test func copyingAsksTheTerminal() throws {
    let session = try TestSession.make(80, 24)
    session.press("m y")
    guard case .copy(let text)? = session.takeRequests().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix("lstm.0:16\tfine-tune\tof 43%\t"))
  }
}
