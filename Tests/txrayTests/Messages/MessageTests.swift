import Foundation
import Goldens
import Testing

@testable import txray

/// Every error has words and an exit code, and the documentation lists them all.
@Suite struct MessageTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardizedFileURL

  /// Errors that no user meets as such, and why.
  private static let internalErrors = [
    "Tagging.TextsDiffer": "the evaluation adds the path and makes it CorpusError.textsDiffer",
    "Explorer.Fault": "carries words that an error of the executable was given already",
    "Measures.Fault": "the filter adds the condition and its place and makes it FilterError",
    "Settings.TOMLFlaw": "the table adds path and place and makes it SettingsError.syntax",
    "TensorFiles.PyTorchFailure": "the file adds its path and makes it TensorFileError.pyTorch",
  ]

  /// The page lists what the program says. `TXRAY_RECORD=1` writes it anew.
  @Test func theDocumentationListsEveryMessage() throws {
    try Golden.expect(
      page, at: Self.root.appendingPathComponent("Sources/txray/txray.docc/Messages.md"))
  }

  @Test func everyErrorHasASample() throws {
    var covered: Set<String> = []
    for sample in MessageSamples.all.flatMap(\.errors) { Self.note(sample, in: &covered) }
    let declared = try ErrorDeclarations(under: Self.root.appendingPathComponent("Sources"))
    #expect(declared.cases.count > 150)
    for name in declared.cases where !covered.contains(name) {
      let type = name.split(separator: ".").prefix(2).joined(separator: ".")
      #expect(Self.internalErrors[type] != nil, "\(name): add a sample of it to MessageSamples")
    }
  }

  @Test func everyMessageIsOneLineThatNamesACode() {
    for sample in MessageSamples.all.flatMap(\.errors) {
      let report = FailureReport(sample)
      guard let message = report.message else {
        Issue.record("\(sample) has no words")
        continue
      }
      #expect(!message.contains("\n"))
      #expect(report.code != .bug, "\(sample)")
      #expect(message.isEmpty == (report.code == .readerGone), "\(sample)")
      #expect(!message.contains("Error") && !message.contains("Optional("), "\(message)")
    }
  }

  private var page: String {
    var page = """
      # Messages

      Everything the program says when it stops, and the code it ends with.

      This page is written by a test from the program's own words, with an example of each message: paths, \
      names and numbers are made up. A message stands on standard error, on one line, after `txray: `.

      ## Exit codes

      | code | meaning |
      | --- | --- |
      | 0 | done |
      """
    for code in FailureReport.ExitStatus.allCases { page += "\n| \(code.rawValue) | \(code.meaning) |" }
    for group in MessageSamples.all {
      page += "\n\n## \(group.title)\n\n| message | code |\n| --- | --- |"
      for error in group.errors {
        let report = FailureReport(error)
        let message = (report.message ?? "").replacing("|", with: "\\|")
        page += "\n| \(message.isEmpty ? "(nothing is said)" : "`\(message.replacing("`", with: "'"))`") "
        page += "| \(report.code.rawValue) |"
      }
    }
    return page + "\n"
  }

  /// Notes the case of an error, and those of the reasons in it.
  private static func note(_ value: Any, in covered: inout Set<String>) {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .enum || value is any Error {
      let parts = String(reflecting: type(of: value)).split(separator: ".")
      let name = "\(parts.first ?? "").\(parts.last ?? "")"
      let label = mirror.displayStyle == .enum ? mirror.children.first?.label ?? "\(value)" : ""
      covered.insert(label.isEmpty ? name : "\(name).\(label)")
    }
    for child in mirror.children { note(child.value, in: &covered) }
  }
}
