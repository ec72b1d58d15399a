import Foundation
import NcursesTerminal
import Testing

@Suite struct ClipboardSequenceTests {
  private func sequence(_ text: String, _ environment: [String: String] = [:]) throws -> String {
    String(decoding: try ClipboardSequence.bytes(for: text, environment: environment), as: UTF8.self)
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "电影\n", "\u{1B}]52;c;evil\u{07}"])
  func textIsEncoded(text: String) throws {
    #expect(try sequence(text) == "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}")
  }

  @Test func screenGetsShortParts() throws {
    let text = String(repeating: "token ", count: 500)
    let parts = try sequence(text, ["STY": "1.pts"]).components(separatedBy: "\u{1B}\\")
    #expect(
      parts.count > 10 && parts.allSatisfy { $0.utf8.count <= 242 && ($0.isEmpty || $0.hasPrefix("\u{1B}P")) }
    )
    let joined = parts.map { $0.dropFirst(2) }.joined()
    #expect(joined == "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}")
  }

  @Test func longTextIsRefused() throws {
    _ = try sequence(String(repeating: "x", count: 74_997))
    #expect(throws: CopyError.tooLong(bytes: 74_998, limit: 74_997)) {
      try sequence(String(repeating: "x", count: 74_998))
    }
  }
}
