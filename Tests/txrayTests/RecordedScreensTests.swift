import Foundation
import Goldens
import Testing

/// The screens in the explorer's documentation are those that the program draws of the sample run.
///
/// TXRAY_RECORD=1 writes them anew; the run then fails.
@Suite struct RecordedScreensTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

  /// A screen of the page: the script that leads to it, and where its lines stand.
  private struct Recorded {
    var script: [String]
    var lines: Range<Int>
  }

  /// A screen is a code block after a line of "Keys: `...`", each of them a line of a script.
  private func screens(in lines: [String]) throws -> [Recorded] {
    var found: [Recorded] = []
    for (index, line) in lines.enumerated() where line.hasPrefix("Keys: ") {
      let script = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      let start = try #require(lines[index...].firstIndex { $0.hasPrefix("```") })
      let end = try #require(lines[(start + 1)...].firstIndex { $0.hasPrefix("```") })
      found.append(Recorded(script: script, lines: start + 1..<end))
    }
    return found
  }

  @Test func theDocumentationShowsWhatTheProgramDraws() throws {
    let page = Self.root.appendingPathComponent("Sources/Explorer/Explorer.docc/Screens.md")
    var lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    let screens = try screens(in: lines)
    #expect(screens.count >= 14)
    let folder = try TemporaryFolder()
    // Marks are written beside the run: a copy is marked.
    let run = folder.file("wikipedia-to-movies")
    try FileManager.default.copyItem(
      at: Self.root.appendingPathComponent("sample-runs/wikipedia-to-movies"),
      to: URL(fileURLWithPath: run))
    let script = screens.enumerated().flatMap { number, screen in
      [
        "esc esc esc esc", ":all", ":table", ":shares mass", ":detail preferences", ":sort neuron",
        ":sort moved", ":top",
      ]
        + screen.script
        + [":save-display \(folder.file("\(number).txt"))"]
    }
    try folder.write("script", ([":size 96x24"] + script).joined(separator: "\n") + "\n")
    let played = try CommandRun(
      list: ["explore", run, "--script", folder.file("script")],
      environment: ["XDG_CONFIG_HOME": folder.file("config")])
    try #require(played.status == 0, "\(played.errors)")
    for (number, screen) in screens.enumerated().reversed() {
      var drawn = try String(contentsOfFile: folder.file("\(number).txt"), encoding: .utf8)
        .components(separatedBy: "\n")
      drawn.removeLast()
      if Golden.isRecording {
        lines.replaceSubrange(screen.lines, with: drawn)
      } else {
        #expect(Array(lines[screen.lines]) == drawn, "\(screen.script)")
      }
    }
    guard Golden.isRecording else { return }
    try lines.joined(separator: "\n").write(to: page, atomically: true, encoding: .utf8)
    Issue.record("recorded \(screens.count) screens")
  }
}
