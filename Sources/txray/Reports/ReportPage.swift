import Experiments

/// A report as one page that needs nothing else: no script, no font, no picture from outside.
struct ReportPage {
  let report: RunReport
  let wording: ReportWording

  init(_ report: RunReport) {
    self.report = report
    wording = ReportWording(report: report)
  }

  /// The whole page.
  var content: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="generator" content="txray \(ProgramVersion.text)"/>
    <title>\(escaped(wording.title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(sections.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private var sections: [String] {
    var parts = ["<h1>\(escaped(wording.title))</h1>"]
    parts += wording.introduction.map(paragraph)
    parts += [
      table(
        wording.stageTable,
        caption:
          "The stages: neurons that win anything (active), those with enough \(wording.events) to say more of, and the median number of different tokens that these prefer (length)."
      )
    ]
    parts += [rankFigure]
    parts += learning
    for section in report.sections(.domain) { parts += domain(section) }
    for section in report.sections(.tuning) {
      parts += change(section, title: "RQ3 What fine-tuning forgets and gains")
    }
    for section in report.sections(.unknown) { parts += change(section, title: "Other change") }
    parts += report.skipped.map { paragraph(wording.skipped($0)) }
    let method = report.method
    parts.append(
      "<footer>\(escaped("txray \(ProgramVersion.text), seed \(method.seed), up to \(method.permutations) relabellings, \(method.resamples) resamples. Method: TX-Ray (Rethmeier, Saxena and Augenstein, UAI 2020). The numbers are in reports/transfer.json of the run."))</footer>"
    )
    return parts.filter { !$0.isEmpty }
  }

  private var learning: [String] {
    let sections = report.sections(.learning)
    guard !sections.isEmpty || !report.tags.isEmpty || !report.epochs.isEmpty else { return [] }
    var parts = [heading("RQ1 How preferences form")]
    if let convergence = wording.convergence { parts.append(paragraph(convergence)) }
    parts.append(learningFigures)
    parts.append(
      table(
        wording.epochTable,
        caption:
          "Epochs of pretraining, 0 the untrained network: how far neurons moved since the epoch before, as the mean share "
          + "of what chance would leave in common that is gone, and what the winning neuron tells of the part of speech as "
          + "a share of what it tells of the token; 95% intervals."))
    parts += sections.map { paragraph(wording.learning($0)) }
    if !sections.isEmpty {
      parts.append(
        table(
          wording.learningTable,
          caption:
            "Neurons are those with enough \(wording.events) at both stages; distances are means over them."))
    }
    if let information = wording.information { parts.append(paragraph(information)) }
    for tags in report.tags {
      parts.append(paragraph(wording.tags(tags)))
      parts.append(tagFigure(tags))
    }
    return parts
  }

  private func domain(_ section: RunReport.Section) -> [String] {
    var parts = [heading("RQ2 What transfers to new text without training")]
    parts += wording.domain(section).map(paragraph)
    parts.append(scatter(section.comparison))
    if let unknown = section.unknown, !unknown.neurons.isEmpty {
      parts.append(unknownFigure(unknown, section))
    }
    parts.append(movers(section.comparison))
    return parts
  }

  private func change(_ section: RunReport.Section, title: String) -> [String] {
    var parts = [heading(title)]
    parts += wording.tuning(section).map(paragraph)
    parts.append(scatter(section.comparison))
    parts.append(lengthFigure(section.comparison))
    parts.append(
      table(
        wording.lostTable(section.comparison, words: 6),
        caption:
          "Neurons that lost their wins or came to them, all or most, most wins first, with the tokens that carry most "
          + "of their activation mass."))
    parts.append(movers(section.comparison))
    return parts
  }

  private func movers(_ comparison: ComparisonReport) -> String {
    table(
      wording.moverTable(comparison, words: 4),
      caption:
        "The neurons that moved most beyond chance, \(wording.events) and lengths before and after, with the tokens that "
        + "make up most of the distance: those they left and those they came to.")
  }

  // MARK: Parts of a page

  func paragraph(_ text: String) -> String { element("p", [:], escaped(text)) }

  private func heading(_ text: String) -> String { element("h2", [:], escaped(text)) }

  /// A figure with what tells a reader how to read it and how sure it is.
  func figure(_ drawing: String, legend: [(kind: String, text: String)] = [], caption: String) -> String {
    let keys = legend.map { key in
      element("span", ["class": "key"], "<i class=\"\(key.kind)\"></i>" + escaped(key.text))
    }.joined(separator: " ")
    return element(
      "figure", [:],
      (keys.isEmpty ? "" : element("div", ["class": "legend"], keys)) + drawing
        + element("figcaption", [:], escaped(caption)))
  }

  private func table(_ table: TextTable, caption: String) -> String {
    guard !table.rows.isEmpty else { return "" }
    let isNumber = table.isNumber
    func row(_ cells: [String], _ name: String) -> String {
      let written = cells.enumerated().map { column, text in
        let attributes: KeyValuePairs<String, String> = isNumber[column] ? ["class": "number"] : [:]
        return element(name, attributes, element("bdi", [:], text.isEmpty ? "&#160;" : escaped(text)))
      }
      return element("tr", [:], written.joined())
    }
    return element(
      "figure", [:],
      element(
        "div", ["class": "scroll"],
        element(
          "table", [:],
          element("thead", [:], row(table.header, "th"))
            + element("tbody", [:], table.rows.map { row($0, "td") }.joined())))
        + element("figcaption", [:], escaped(caption)))
  }

  private static let style = """
    :root { color-scheme: light dark; --paper: #ffffff; --ink: #1c1f23; --soft: #5b636d; --rule: #e2e5e9;
      --one: #0066a8; --two: #c2500a; --three: #00795a; --four: #8a4a9e; --five: #7a6a00; --none: #9aa2ac; }
    @media (prefers-color-scheme: dark) { :root { --paper: #16191d; --ink: #e7eaee; --soft: #a3adb8;
      --rule: #31373f; --one: #63b3ef; --two: #f5985a; --three: #4cc9a0; --four: #c99be0; --five: #d8c65a;
      --none: #76808c; } }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
    main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
    h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
    figure { margin: 1.4rem 0; } figcaption { color: var(--soft); font-size: .87rem; margin-top: .35rem; }
    footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; border-top: 1px solid var(--rule);
      padding-top: .7rem; }
    svg { display: block; width: 100%; height: auto; font-size: 12px; fill: var(--ink); }
    .pair { display: flex; flex-wrap: wrap; gap: 1rem; } .pair svg { flex: 1 1 18rem; width: 18rem; }
    .grid { stroke: var(--rule); } .tick { fill: var(--soft); } .axis { fill: var(--ink); }
    .note { fill: var(--ink); font-size: 11px; } .line { fill: none; stroke-width: 2; }
    .one { fill: var(--one); } .two { fill: var(--two); } .three { fill: var(--three); }
    .four { fill: var(--four); } .five { fill: var(--five); } .none { fill: var(--none); }
    .line.one { stroke: var(--one); fill: none; } .line.two { stroke: var(--two); fill: none; }
    .line.three { stroke: var(--three); fill: none; } .line.four { stroke: var(--four); fill: none; }
    .line.five { stroke: var(--five); fill: none; } .line.none { stroke: var(--none); fill: none; }
    .line.thin { stroke-width: 1; stroke-opacity: .55; } .line.dashed { stroke-dasharray: 5 4; }
    circle { fill-opacity: .8; stroke: var(--paper); stroke-width: .8; }
    .legend { font-size: .87rem; margin-bottom: .3rem; } .key { margin-right: 1rem; white-space: nowrap; }
    .key i { display: inline-block; width: .75em; height: .75em; border-radius: 50%; margin-right: .35em; }
    i.one { background: var(--one); } i.two { background: var(--two); } i.three { background: var(--three); }
    i.four { background: var(--four); } i.five { background: var(--five); } i.none { background: var(--none); }
    .scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; width: 100%; }
    th, td { text-align: left; padding: .22rem .9rem .22rem 0; border-bottom: 1px solid var(--rule);
      vertical-align: top; }
    th { color: var(--soft); font-weight: 600; } .number { text-align: right; white-space: nowrap;
      font-variant-numeric: tabular-nums; }
    """
}
