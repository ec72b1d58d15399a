/// Where the values of measures come from: mapped columns and what has been computed.
struct MeasureSource: Sendable {
  /// The stages, in order.
  let stages: [Stage]
  /// The pairs compared so far.
  let comparisons: [StagePair: Comparison]
  /// Rows of marked neurons.
  let marked: Set<Int>
  /// The answer to the last question about preferences.
  let ranking: Ranking?

  /// The value of a measure; nil where it has none, or none yet.
  func value(of measure: Measure, row: Int) -> Double? {
    switch measure {
    case .score: ranking?.scores[row]
    case .tokenMass(let stage): ranking?.mass(ofRow: row, stage: stage)
    case .distance(let pair): comparisons[pair]?.distance(row)
    case .union(let pair): comparisons[pair].map { Double($0.unionLength(row)) }
    case .mean(let stage): stages[stage].mean(row)
    case .neuron: Double(row)
    case .marked: marked.contains(row) ? 1 : 0
    case .verdict(let pair): Double(verdict(of: row, pair: pair).rank)
    case .moved(let pair): moved(row, pair: pair)
    case .rate(let pair): comparisons[pair]?.rate(row)
    case .lengthChange(let pair): Double(stages[pair.to].length(row) - stages[pair.from].length(row))
    case .wins(let stage): Double(stages[stage].wins(row))
    case .length(let stage): Double(stages[stage].length(row))
    case .mass(let stage): stages[stage].mass(row)
    }
  }

  /// How far a neuron moved, for ranking. What was forgotten or gained moved further than any distance says;
  /// a distance without evidence must not rank at all: on few wins it is large by chance.
  private func moved(_ row: Int, pair: StagePair) -> Double? {
    switch verdict(of: row, pair: pair) {
    case .forgotten: 3
    case .gained: 2
    case .insufficient: nil
    case .shared, .displaced, .never: comparisons[pair]?.moved(row)
    }
  }

  /// What became of a neuron between two stages.
  func verdict(of row: Int, pair: StagePair) -> Verdict {
    Verdict(
      winsBefore: stages[pair.from].wins(row), winsAfter: stages[pair.to].wins(row),
      isDisplaced: comparisons[pair]?.isDisplaced(row) ?? false)
  }
}
