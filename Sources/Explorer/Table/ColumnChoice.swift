import Measures

/// Which columns the table has, beside mark and number, in their order.
///
/// They are kept by name: a name without stages follows the stage shown or the pair compared.
struct ColumnChoice: Hashable, Sendable {
  /// The names, in order.
  private(set) var names: [String]

  /// Runs of more stages than this offer the columns of neighbours only; those of other pairs are named.
  private static let fewStages = 8
  /// All other pairs of a run of few stages: of more than these no table has room for a column.
  private static let otherPairs = StagePairs(stages: fewStages).count - 1

  /// The columns that stand where none have been chosen: those of most use first.
  static func standard(stages: Int, pair: StagePair?) -> ColumnChoice {
    guard let pair else { return ColumnChoice(known: ["tokens", "wins", "class", "length", "mass"]) }
    let others = StagePairs(stages: stages).lazy.filter { $0 != pair }.prefix(otherPairs)
    return ColumnChoice(
      known: ["tokens", "moved", "state", "wins", "q", "class", "change", "mass"]
        + others.map { Measure.moved($0).name })
  }

  /// Takes names in, each once.
  ///
  /// - Throws: `MeasureError` for one that names no column of this run.
  init(_ names: [String], in context: MeasureContext) throws(MeasureError) {
    var kept: [String] = []
    for name in names.map({ $0.lowercased() }) where !kept.contains(name) {
      let measure = try Measure(name: name, in: context)
      guard measure != .neuron, measure != .marked, !measure.needsRanking else {
        throw .unknownMeasure(name, suggestion: nil)
      }
      kept.append(name)
    }
    self.names = kept
  }

  private init(known names: [String]) { self.names = names }

  /// The statistics, each once; those that this run can't show are left out.
  func measures(in context: MeasureContext) -> [Measure] {
    var measures: [Measure] = []
    for name in names {
      guard let measure = try? Measure(name: name, in: context),
        !measures.contains(measure)
      else { continue }
      measures.append(measure)
    }
    return measures
  }

  /// Shows the column of that name, behind all others, or takes it away.
  mutating func toggle(_ name: String) {
    if let place = names.firstIndex(of: name) {
      names.remove(at: place)
    } else {
      names.append(name)
    }
  }

  /// What could be a column of a run: what follows stage and pair, then each stage, and each pair of them or, of
  /// many, of neighbours. O(stages).
  static func candidates(stages: Int) -> [String] {
    let all = StagePairs(stages: stages)
    let pairs = stages > fewStages ? all.neighbours : all[...]
    let following =
      pairs.isEmpty ? [] : ["state", "moved", "q", "change", "distance", "union", "tag-moved"]
    let each = stages > 1 ? (0..<stages).flatMap { [Measure.wins($0), .length($0), .mass($0)] } : []
    let between = pairs.count > 1 ? pairs.flatMap { [Measure.moved($0), .lengthChange($0)] } : []
    return ["tokens", "class", "tag", "tag-share"] + following + ["wins", "length", "mass", "mean"]
      + (each + between).map(\.name)
  }
}
