import NeuronPreferences

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
    case .tokens, .tagClass: nil
    case .score: ranking?.scores[row]
    case .tokenMass(let stage): ranking?.mass(ofRow: row, stage: stage)
    case .distance(let pair): comparisons[pair]?.distance(row)
    case .union(let pair): comparisons[pair].map { Double($0.unionLength(row)) }
    case .mean(let stage): stages[stage].mean(row)
    case .neuron: Double(row)
    case .marked: marked.contains(row) ? 1 : 0
    case .verdict(let pair): Double(verdict(of: row, pair: pair).rank)
    case .moved(let pair): Self.moved(verdict(of: row, pair: pair), comparisons[pair]?.moved(row))
    case .rate(let pair): comparisons[pair]?.rate(row)
    case .lengthChange(let pair): Double(stages[pair.to].length(row) - stages[pair.from].length(row))
    case .wins(let stage): Double(stages[stage].wins(row))
    case .length(let stage): Double(stages[stage].length(row))
    case .mass(let stage): stages[stage].mass(row)
    }
  }

  /// How far a neuron moved, for ranking. What was forgotten or gained moved further than any distance says;
  /// a distance without evidence must not rank at all: on few wins it is large by chance.
  @inline(__always)
  static func moved(_ verdict: Verdict, _ distance: @autoclosure () -> Double?) -> Double? {
    switch verdict {
    case .forgotten: 3
    case .lostWins: 2.5
    case .gained: 2
    case .wonMore: 1.5
    case .insufficient: nil
    case .moved, .kept, .shared, .displaced, .never: distance()
    }
  }

  /// What became of neurons between two stages: for many of them, as what it rests on is looked up once.
  func verdicts(_ pair: StagePair) -> (Int) -> Verdict {
    if let comparison = comparisons[pair] { return comparison.verdict }
    let (before, after) = (stages[pair.from].snapshot.tokens.wins, stages[pair.to].snapshot.tokens.wins)
    return { row in Verdict(countA: before[row], countB: after[row]) }
  }

  /// What became of a neuron between two stages; before they are compared, as far as its wins tell.
  func verdict(of row: Int, pair: StagePair) -> Verdict { verdicts(pair)(row) }
}
