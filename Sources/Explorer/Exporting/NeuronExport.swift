import Measures
import NeuronPreferences

/// The neurons that a view shows, to be read and written in the background.
public struct NeuronExport: Sendable {
  /// The neurons by row of the snapshots, in order.
  let rows: [Int32]
  /// The columns behind mark and name.
  let measures: [Measure]
  /// Their headings.
  let titles: [String]
  let facts: [(name: String, value: String)]
  let source: MeasureSource

  /// So many tokens stand for what a neuron likes.
  private static let tokens = 5

  /// A table whose rows are read as they are written, each in O(entries of the neuron).
  var table: ExportedTable {
    let columns = [
      ExportedTable.Column(name: "neuron", title: "neuron", isNumber: false),
      ExportedTable.Column(name: "marked", title: "marked", isNumber: false),
    ]
    let own = zip(measures, titles).map { measure, title in
      ExportedTable.Column(name: measure.name, title: title, isNumber: measure.isExportedAsNumber)
    }
    return ExportedTable(facts: facts, columns: columns + own, rowCount: rows.count) {
      place throws(SnapshotError) in try cells(Int(rows[place]))
    }
  }

  private func cells(_ row: Int) throws(SnapshotError) -> [ExportedTable.Cell] {
    var cells: [ExportedTable.Cell] = [
      .text(source.stages[0].snapshot.sites.neuron(atRow: row).description),
      .mark(source.marks.rows.contains(row)),
    ]
    for measure in measures { cells.append(try cell(measure, row)) }
    return cells
  }

  private func cell(_ measure: Measure, _ row: Int) throws(SnapshotError) -> ExportedTable.Cell {
    switch measure {
    case .tokens(let pair):
      return .text(try words(pair) { (stage) throws(SnapshotError) in try tokens(stage, row) })
    case .tag(let pair):
      return .text(
        try words(pair) { (stage) throws(SnapshotError) in
          try source.stages[stage].strongestTag(row)?.name ?? "-"
        })
    case .tagClass(let pair):
      return .text(try words(pair) { (stage) throws(SnapshotError) in try kind(stage, row) })
    case .verdict(let pair): return .text(source.verdict(of: row, pair: pair).word)
    case .moved(let pair):
      // What a row is sorted by is no distance where it lost its wins.
      let comparison = source.comparison(pair)
      return .number(
        comparison?.moved(row), comparison?.isTested == true ? Figure.difference : Figure.share)
    case .lengthChange, .wins, .length, .union, .neuron, .marked:
      return .number(source.value(of: measure, row: row)) { Figure.count(Int($0)) }
    case .mass, .score, .tokenMass, .tokenChange:
      return .number(source.value(of: measure, row: row), Figure.quantity)
    case .mean: return .number(source.value(of: measure, row: row)) { Figure.activation($0) }
    case .rate: return .number(source.value(of: measure, row: row), Figure.rate)
    case .tagShare: return .number(source.value(of: measure, row: row), Figure.percent)
    case .distance, .tagMoved: return .number(source.value(of: measure, row: row), Figure.share)
    }
  }

  /// What is so at both stages, or once where they are one.
  private func words(
    _ pair: StagePair, _ word: (Int) throws(SnapshotError) -> String
  ) throws(SnapshotError) -> String {
    let after = try word(pair.to)
    return pair.from == pair.to ? after : "\(try word(pair.from)) → \(after)"
  }

  private func tokens(_ stage: Int, _ row: Int) throws(SnapshotError) -> String {
    let snapshot = source.stages[stage].snapshot
    let top = try snapshot.ranked(ofRow: row, by: .mass, limit: Self.tokens).top
    return top.isEmpty
      ? "-" : top.map { snapshot.tokens.name(of: $0.preference.feature) }.joined(separator: " ")
  }

  private func kind(_ stage: Int, _ row: Int) throws(SnapshotError) -> String {
    guard let tags = source.stages[stage].snapshot.tags else { return "-" }
    let shares = try ClassShares(ofRow: row, in: tags)
    return shares.shares.isEmpty ? "-" : shares.main?.abbreviation ?? "mixed"
  }
}

extension Measure {
  /// Whether files hold it as a number; what became of a neuron is a word there.
  fileprivate var isExportedAsNumber: Bool {
    if case .verdict = self { return false }
    return isNumber
  }
}
