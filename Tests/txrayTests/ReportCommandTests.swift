import Foundation
import Prerequisites
import SyntheticRuns
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `txray report` as a person and as a program read it.
@Suite struct ReportCommandTests {
  /// A run with names that try to be markup, or to steer a terminal.
  private func hostileRun() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let hostile = [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&amp;", "]]>", "<!--", "a\u{202E}b",
      "\u{1B}[31mred", "'onload='x", "</svg></title>", "中文电影", "👩‍👩‍👧‍👦", "\u{FFFF}",
    ]
    try SyntheticRun.write(to: folder.path, words: hostile + SyntheticRun.words)
    try folder.write(
      "run.toml",
      "name = \"<b>run</b> & \\\"co\\\"\"\n"
        + SyntheticRun.labels.map { "[[stages]]\nname = \"\($0)\"\n" }.joined())
    return folder
  }

  /// Names of elements and values of attributes of a page, if it is well-formed.
  private final class Elements: NSObject, XMLParserDelegate {
    var names: Set<String> = []
    var attributes: [(String, String)] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      names.insert(name)
      self.attributes += attributes.map { ($0.key, $0.value) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func parse(_ page: String) throws -> Elements {
    let elements = Elements()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = elements
    #expect(parser.parse(), "\(parser.parserError as Any), line \(parser.lineNumber)")
    return elements
  }

  @Test func thePageIsWellFormedAndNeedsNothingElse() throws {
    let run = try hostileRun()
    let made = try CommandRun("report", run.path, "--format", "html", "--output", run.file("page.html"))
    #expect(made.status == 0 && made.output.isEmpty && made.errors.isEmpty, "\(made.errors)")
    let page = try String(contentsOfFile: run.file("page.html"), encoding: .utf8)
    let elements = try parse(page)
    #expect(
      elements.names.isDisjoint(with: ["script", "img", "link", "iframe", "object", "b", "image", "use"]))
    #expect(elements.names.isSuperset(of: ["svg", "figcaption", "table", "title", "h2"]))
    for (name, value) in elements.attributes {
      #expect(!name.hasPrefix("on") && !["href", "src", "xlink:href"].contains(name), "\(name)=\(value)")
    }
    #expect(!page.contains("http") && !page.contains("url(") && !page.contains("@import"))
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(elements.text.contains("<b>run</b> & \"co\""), "shown as it is, not taken for markup")
    for scalar in page.unicodeScalars {
      #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x202E && scalar.value != 0xFFFF)
    }
  }

  @Test func theTextFitsEightyColumnsAndSteersNoTerminal() throws {
    let run = try hostileRun()
    let made = try CommandRun("report", run.path)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("Other change") && made.output.contains("beyond chance"))
    for line in made.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for scalar in made.output.unicodeScalars {
      #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x202E)
    }
  }

  @Test func aRealRunGivesTheSameNumbersEveryTime() throws {
    let run = try SmallRun.make()
    let first = try CommandRun("report", run.path, "--format", "json", "--threads", "1")
    let second = try CommandRun("report", run.path, "--format", "json", "--threads", "2")
    #expect(first.status == 0 && first.output == second.output, "\(first.errors)")
    let kept = try String(contentsOfFile: run.file("reports/transfer.json"), encoding: .utf8)
    #expect(kept == first.output)
    struct Report: Decodable {
      struct Section: Decodable {
        struct Comparison: Decodable { let question: String }
        let comparison: Comparison
      }
      let name: String
      let comparisons: [Section]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(kept.utf8))
    #expect(report.name == "small" && report.comparisons.map(\.comparison.question) == ["domain", "tuning"])
    for format in ["text", "html"] {
      let page = try CommandRun("report", run.path, "--format", format)
      #expect(page.status == 0 && page.output.contains("RQ2") && page.output.contains("RQ3"))
      #expect(try page.output == CommandRun("report", run.path, "--format", format).output)
      if format == "html" { _ = try parse(page.output) }
    }
  }

  @Test func whatIsMissingOrDamagedIsNamed() throws {
    let run = try SmallRun.make()
    #expect(try CommandRun("report", run.file("nowhere")).status == 66)
    #expect(try CommandRun("report", run.path, "--permutations", "5").status == 64)
    #expect(try CommandRun("report", run.path, "--format", "pdf").status == 64)
    let place = try UnwritablePlace()
    let unwritable = try CommandRun("report", run.path, "--output", place.file("report.txt"))
    #expect(unwritable.status == 74 && unwritable.saysOneLine, "\(unwritable.errors)")
    let snapshot = run.file("snapshots/zero-shot.safetensors")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: snapshot))
    try run.write("snapshots/zero-shot.safetensors", bytes.prefix(bytes.count / 2))
    let damaged = try CommandRun("report", run.path)
    #expect(damaged.status == 65 && damaged.saysOneLine && damaged.errors.contains("zero-shot"))
    try FileManager.default.removeItem(atPath: snapshot)
    let missing = try CommandRun("report", run.path)
    #expect(missing.status == 66 && missing.saysOneLine && missing.errors.contains("txray run"))
    #expect(missing.output.isEmpty)
  }
}
