import Foundation
import Testing

/// Expected texts, kept as files: those of a test target lie in its folder `Goldens`.
///
/// `TXRAY_RECORD=1` writes them anew. The run then fails, so that nobody takes it for a test; look at the
/// difference before keeping it.
package enum Golden {
  /// The variable that has goldens written instead of compared.
  package static let variable = "TXRAY_RECORD"

  /// Whether goldens are written in this run.
  package static var isRecording: Bool { ProcessInfo.processInfo.environment[variable] != nil }

  /// Compares a text with `Goldens/NAME.txt` of the caller's test target.
  package static func expect(
    _ found: String, _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(found, at: self.file(name, beside: file), sourceLocation: sourceLocation)
  }

  /// Compares a text with a file that lies elsewhere, such as a page of the documentation.
  package static func expect(
    _ found: String, at file: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let name = file.lastPathComponent
    if isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name): run again without \(variable)", sourceLocation: sourceLocation)
      return
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("no golden \(file.path): \(variable)=1 makes it", sourceLocation: sourceLocation)
      return
    }
    guard expected != found else { return }
    let (old, new) = (lines(expected), lines(found))
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let place = line ?? min(old.count, new.count)
    Issue.record(
      """
      \(name) differs from line \(place + 1) on:
      - \(place < old.count ? old[place] : "(end)")
      + \(place < new.count ? new[place] : "(end)")
      All of it:
      \(found)
      """, sourceLocation: sourceLocation)
  }

  /// Where `Goldens/NAME.txt` of a test target lies.
  ///
  /// - Parameter source: a source file of the target.
  package static func file(_ name: String, beside source: String = #filePath) -> URL {
    var target = URL(fileURLWithPath: source).deletingLastPathComponent()
    while target.deletingLastPathComponent().lastPathComponent != "Tests", target.path != "/" {
      target.deleteLastPathComponent()
    }
    return target.appendingPathComponent("Goldens/\(name).txt")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
