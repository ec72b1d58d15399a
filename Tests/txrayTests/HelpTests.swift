import ArgumentParser
import Foundation
import Testing

@testable import txray

/// Every page of help, at 80 columns.
@Suite struct HelpTests {
  private static let width = 80

  /// The parser leaves the last column free.
  private static let limit = width - 1

  @Test(arguments: CommandTree.all.map(\.name)) func noLineEndsEarly(name: String) throws {
    let command = try #require(CommandTree.all.first { $0.name == name })
    let page = Txray.helpMessage(for: command.type, columns: Self.width)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count > 5)
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.count <= Self.width, "too long: \(line)")
      guard Self.continues(line, next), let word = next.split(separator: " ").first else { continue }
      #expect(line.count + 1 + word.count > Self.limit, "\"\(word)\" would have stood in: \(line)")
    }
    // A list's entry that were broken would go on in the first column.
    for entry in command.type.configuration.discussion.split(separator: "\n") where entry.hasPrefix(" ") {
      #expect(entry.count < Self.limit, "\(entry)")
    }
  }

  /// Whether a paragraph goes on from one line to the next.
  private static func continues(_ line: String, _ next: String) -> Bool {
    guard !line.isEmpty, !next.isEmpty, !line.hasPrefix("USAGE:"), !next.hasPrefix("USAGE:") else {
      return false
    }
    func indentation(_ text: String) -> Int { text.prefix { $0 == " " }.count }
    switch (indentation(line), indentation(next)) {
    case (0, 0): return !line.hasSuffix("S:")
    case (26, 26): return true
    // The name of an option, and its description beside it.
    case (2, 26): return line.count > 26 && line.prefix(26).hasSuffix(" ")
    default: return false
    }
  }

  @Test func theVersionNamesCommitAndPlatform() throws {
    let run = try CommandRun("--version")
    #expect(run.status == 0)
    let version = /txray \d+\.\d+\.\d+ \(commit ([0-9a-f]{7,}( with changes)?|unknown)\) \w+ Linux\n/
    #expect(run.output.wholeMatch(of: version) != nil, "\(run.output)")
  }
}
