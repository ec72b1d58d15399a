import Experiments
import TerminalUI

/// A report for the terminal, 80 columns wide.
struct ReportText {
  private let report: RunReport
  private let wording: ReportWording
  private static let width = 78

  init(_ report: RunReport) {
    self.report = report
    wording = ReportWording(report: report)
  }

  /// Writes the whole of it.
  func write(to out: Output) throws {
    let blocks = introduction + learning + changes + remarks
    for (place, block) in blocks.enumerated() {
      if place > 0 { try out.line() }
      for line in block { try out.line(line) }
    }
  }

  /// The lines of a paragraph, a heading or a table; an empty line follows.
  private typealias Block = [String]

  private var introduction: [Block] {
    [heading(wording.title, "=")] + wording.introduction.map(paragraph) + table(wording.stageTable)
  }

  private var learning: [Block] {
    let sections = report.sections(.learning)
    guard !sections.isEmpty || !report.tags.isEmpty || !report.epochs.isEmpty else { return [] }
    var blocks = [heading("RQ1  How preferences form", "-")]
    if let convergence = wording.convergence { blocks.append(paragraph(convergence)) }
    blocks += table(wording.epochTable)
    blocks += sections.map { paragraph(wording.learning($0)) }
    if !sections.isEmpty { blocks += table(wording.learningTable) }
    if let information = wording.information { blocks.append(paragraph(information)) }
    for tags in report.tags {
      blocks.append(paragraph(wording.tags(tags)))
      blocks += table(wording.tagTable(tags, most: 12))
    }
    return blocks
  }

  private var changes: [Block] {
    var blocks: [Block] = []
    for section in report.sections(.domain) {
      blocks.append(heading("RQ2  What transfers to new text without training", "-"))
      blocks += wording.domain(section).map(paragraph)
      if let unknown = section.unknown { blocks += table(wording.unknownTable(unknown, most: 8)) }
      blocks += table(wording.moverTable(section.comparison, words: 2))
    }
    for section in report.sections(.tuning) {
      blocks += change(section, title: "RQ3  What fine-tuning forgets and gains")
    }
    for section in report.sections(.unknown) { blocks += change(section, title: "Other change") }
    return blocks
  }

  private func change(_ section: RunReport.Section, title: String) -> [Block] {
    [heading(title, "-")] + wording.tuning(section).map(paragraph)
      + table(wording.lostTable(section.comparison, words: 4))
      + table(wording.moverTable(section.comparison, words: 2))
  }

  private var remarks: [Block] {
    report.skipped.map { paragraph(wording.skipped($0)) }
      + (report.unreadMetrics > 0
        ? [paragraph("Lines of metrics.jsonl that could not be read: \(report.unreadMetrics).")] : [])
  }

  private func heading(_ title: String, _ rule: String) -> Block {
    let title = TerminalText.truncated(title, to: Self.width, sign: "…")
    return [title, String(repeating: rule, count: TerminalText.width(of: title))]
  }

  /// A paragraph, broken between words.
  private func paragraph(_ text: String) -> Block {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, TerminalText.width(of: line) + 1 + TerminalText.width(of: word) > Self.width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }

  private func table(_ table: TextTable) -> [Block] {
    table.rows.isEmpty ? [] : [table.lines(within: Self.width)]
  }
}
