import Experiments
import Pruning
import Statistics

/// Pruning results as tables, JSON or TSV.
struct PruningText {
  let output: Output
  let result: FormatOptions

  func write(_ report: PruningReport) throws {
    switch result.format {
    case .json: try output.json(report)
    case .tsv: try output.table(tsvHeader, report.splits.flatMap(tsvRows), as: .tsv, result.cells)
    case .table:
      try output.line(title(report))
      try output.line()
      try output.table(
        header(report), report.splits.flatMap { rows($0, report) }, as: .table, result.cells)
      try output.line()
      for remark in remarks(report) { try output.line(remark) }
    }
  }

  // MARK: Table

  private func title(_ report: PruningReport) -> String {
    let mass = report.massShare.map { ", \(fixed(100 * $0, 1))% of the activation mass" } ?? ""
    let smaller =
      report.parameters == report.parametersPruned
      ? "" : "; \(grouped(report.parameters)) numbers become \(grouped(report.parametersPruned))"
    let stages = report.stages.isEmpty ? "" : ", \(report.stages.joined(separator: " -> "))"
    return "\(report.checkpoint), \(report.mode.rawValue): \(grouped(report.neurons.count)) of "
      + "\(grouped(report.neuronsTotal)) neurons pruned (\(report.chosenBy)\(stages))\(mass)\(smaller)"
  }

  private func header(_ report: PruningReport) -> [String] {
    ["split", "score", "unpruned", "95%", "pruned", "change", "95%"]
      + (report.splits.contains { $0.recovered != nil } ? ["recovered", "95%"] : [])
      + kinds(report).flatMap { ["\($0.rawValue) masks", "beaten"] }
  }

  private func rows(_ split: PruningReport.Split, _ report: PruningReport) -> [[String]] {
    guard let before = split.unpruned, let after = split.pruned else { return [] }
    return before.scores.metrics.map { metric in
      let digits = metric == .perplexity ? 2 : 4
      var row = [
        split.name, metric.rawValue, value(before.scores[metric], digits),
        range(before.intervals[metric], digits), value(after.scores[metric], digits),
        change(before.scores[metric], after.scores[metric], digits),
        range(split.change[metric], digits, signed: true),
      ]
      if let recovered = split.recovered {
        row += [value(recovered.scores[metric], digits), range(recovered.intervals[metric], digits)]
      }
      for kind in kinds(report) {
        let scores = (split.controls[kind] ?? []).compactMap { $0[metric] }.sorted()
        row += [
          range(
            scores.first.flatMap { low in scores.last.map { PercentileInterval(low: low, high: $0) } }, digits
          ),
          split.percentiles[kind]?[metric].map { "\(fixed($0, 0))%" } ?? "–",
        ]
      }
      return row
    }
  }

  private func kinds(_ report: PruningReport) -> [ControlKind] {
    ControlKind.allCases.filter { kind in
      report.splits.contains { !($0.controls[kind] ?? []).isEmpty }
    }
  }

  private func value(_ value: Double?, _ digits: Int) -> String { value.map { fixed($0, digits) } ?? "–" }

  private func range(_ interval: PercentileInterval?, _ digits: Int, signed: Bool = false) -> String {
    guard let interval else { return "–" }
    func text(_ value: Double) -> String { (signed && value >= 0 ? "+" : "") + fixed(value, digits) }
    return "\(text(interval.low))..\(text(interval.high))"
  }

  private func change(_ before: Double?, _ after: Double?, _ digits: Int) -> String {
    guard let before, let after else { return "–" }
    return (after >= before ? "+" : "") + fixed(after - before, digits)
  }

  // MARK: What a reader has to know

  func remarks(_ report: PruningReport) -> [String] {
    let lines = report.splits.map { split in
      let part =
        split.documents < split.documentsInCorpus
        ? "\(grouped(split.documents)) of \(grouped(split.documentsInCorpus)) documents, drawn by chance"
        : "\(grouped(split.documents)) documents"
      return
        "\(split.name): \(split.corpus), \(part)\(split.wasChosenOn ? "; the neurons were chosen on it" : "")"
    }
    return lines + Self.notes(report)
  }

  /// What a reader has to know besides, a sentence each.
  static func notes(_ report: PruningReport) -> [String] {
    var lines: [String] = []
    if let heldOut = report.splits.last, heldOut.wasChosenOn {
      lines.append(
        "warning: the neurons were chosen on \(heldOut.corpus), so its scores are no test of the choice; "
          + "name another corpus with --held-out")
    }
    lines += report.notes.map { words($0, report) }
    return lines
  }

  private static func words(_ note: PruningReport.Note, _ report: PruningReport) -> String {
    switch note {
    case .chosenByHand:
      "the neurons were chosen by hand; if that was after looking at held-out scores, they are no test"
    case .checkpointChosenOnHeldOut:
      "the checkpoint is the best of its epochs on \(report.splits.last?.corpus ?? "the held-out corpus"), "
        + "which favours the unpruned model a little"
    case .notMatched: "no snapshot of this checkpoint: controls can't be matched by activation mass"
    case .noOtherMask: "every control is the same mask: there is no other of this size"
    }
  }

  // MARK: TSV

  private var tsvHeader: [String] {
    [
      "split", "corpus", "documents", "chosen_on_it", "score", "unpruned", "unpruned_low", "unpruned_high",
      "pruned", "pruned_low", "pruned_high", "change_low", "change_high", "random_percentile",
      "matched_percentile", "recovered", "recovered_low", "recovered_high",
    ]
  }

  private func tsvRows(_ split: PruningReport.Split) -> [[String]] {
    guard let before = split.unpruned, let after = split.pruned else { return [] }
    func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return before.scores.metrics.map { metric in
      [
        split.name, split.corpus, "\(split.documents)", "\(split.wasChosenOn)", metric.rawValue,
        full(before.scores[metric]), full(before.intervals[metric]?.low),
        full(before.intervals[metric]?.high), full(after.scores[metric]),
        full(after.intervals[metric]?.low), full(after.intervals[metric]?.high),
        full(split.change[metric]?.low), full(split.change[metric]?.high),
        full(split.percentiles[.random]?[metric]), full(split.percentiles[.matched]?[metric]),
        full(split.recovered?.scores[metric]), full(split.recovered?.intervals[metric]?.low),
        full(split.recovered?.intervals[metric]?.high),
      ]
    }
  }

  // MARK: Curves

  func write(_ curve: PruningCurve) throws {
    if result.format == .json { return try output.json(curve) }
    let metrics = curve.points.first?.scores.first?.metrics ?? []
    let shown =
      result.format == .tsv ? metrics : metrics.filter { $0 == .accuracy || $0 == .perplexity || $0 == .auc }
    let columns = curve.splits.indices.flatMap { split in shown.map { (split: split, metric: $0) } }
    let rows = curve.points.map { point in
      ["\(point.percent)%", "\(point.neurons)"]
        + columns.flatMap { split, metric -> [String] in
          let digits = metric == .perplexity ? 2 : 4
          let random = point.random.compactMap { $0[split][metric] }.sorted()
          let band = random.first.flatMap { low in random.last.map { PercentileInterval(low: low, high: $0) }
          }
          return [value(point.scores[split][metric], digits)]
            + (curve.points.contains { !$0.random.isEmpty } ? [range(band, digits)] : [])
        }
    }
    let header =
      ["pruned", "neurons"]
      + columns.flatMap { split, metric in
        ["\(curve.splits[split].name) \(metric.rawValue)"]
          + (curve.points.contains { !$0.random.isEmpty } ? ["random orders"] : [])
      }
    guard result.format == .table else { return try output.table(header, rows, as: .tsv, result.cells) }
    let stages = curve.stages.isEmpty ? "" : " by \(curve.stages.joined(separator: " -> "))"
    try output.line(
      "\(curve.checkpoint), \(curve.mode.rawValue): \(curve.ranking.rawValue) first\(stages)")
    try output.line()
    try output.table(header, rows, as: .table, result.cells)
    try output.line()
    for split in curve.splits {
      try output.line(
        "\(split.name): \(split.corpus), \(grouped(split.documents)) of "
          + "\(grouped(split.documentsInCorpus)) documents"
          + (split.wasChosenOn ? "; the order was found on it" : ""))
    }
  }
}
