import Experiments
import TerminalUI

/// A report for the terminal, 80 columns wide.
struct ReportText {
  private let wording: ReportWording
  private var text = ""
  private let width = 78

  init(_ report: RunReport) {
    wording = ReportWording(report: report)
    writeAll(report)
  }

  /// The whole of it.
  var content: String { text }

  private mutating func writeAll(_ report: RunReport) {
    heading(wording.title, "=")
    for paragraph in wording.introduction { write(paragraph) }
    write(wording.stageTable)
    let learning = report.sections(.learning)
    if !learning.isEmpty || !report.tags.isEmpty {
      heading("RQ1  How preferences form", "-")
      if let convergence = wording.convergence { write(convergence) }
      for section in learning { write(wording.learning(section)) }
      if !learning.isEmpty { write(wording.learningTable) }
      for tags in report.tags {
        write(wording.tags(tags))
        write(wording.tagTable(tags, most: 12))
      }
    }
    for section in report.sections(.domain) {
      heading("RQ2  What transfers to new text without training", "-")
      for paragraph in wording.domain(section) { write(paragraph) }
      if let unknown = section.unknown { write(wording.unknownTable(unknown, most: 8)) }
      write(wording.moverTable(section.comparison, words: 2))
    }
    for section in report.sections(.tuning) {
      heading("RQ3  What fine-tuning forgets and gains", "-")
      writeChange(section)
    }
    for section in report.sections(.unknown) {
      heading("Other change", "-")
      writeChange(section)
    }
    for pair in report.skipped { write(wording.skipped(pair)) }
    if report.unreadMetrics > 0 {
      write("Lines of metrics.jsonl that could not be read: \(report.unreadMetrics).")
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
  }

  private mutating func writeChange(_ section: RunReport.Section) {
    for paragraph in wording.tuning(section) { write(paragraph) }
    write(wording.lostTable(section.comparison, words: 4))
    write(wording.moverTable(section.comparison, words: 2))
  }

  private mutating func heading(_ title: String, _ rule: String) {
    let title = TerminalText.truncated(printable(title), to: width, sign: "…")
    text += "\(title)\n\(String(repeating: rule, count: TerminalText.width(of: title)))\n\n"
  }

  /// A paragraph, broken between words.
  private mutating func write(_ paragraph: String) {
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, TerminalText.width(of: line) + 1 + TerminalText.width(of: String(word)) > width {
        text += line + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    text += line + "\n\n"
  }

  private mutating func write(_ table: ReportTable) {
    guard !table.rows.isEmpty else { return }
    var widths = table.header.indices.map { column in
      ([table.header] + table.rows).reduce(0) { max($0, TerminalText.width(of: $1[column])) }
    }
    let isNumber = table.isNumber
    // Words give way, numbers don't.
    while widths.reduce(2 * (widths.count - 1), +) > width,
      let widest = widths.indices.filter({ !isNumber[$0] && widths[$0] > 4 }).max(by: {
        widths[$0] < widths[$1]
      })
    {
      widths[widest] -= 1
    }
    for row in [table.header] + table.rows {
      let cells = row.enumerated().map { column, cell in
        TerminalText.fitted(
          cell, to: widths[column], alignment: isNumber[column] ? .right : .left, sign: "…")
      }
      let line = cells.joined(separator: "  ")
      text += line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)] + "\n"
    }
    text += "\n"
  }
}
