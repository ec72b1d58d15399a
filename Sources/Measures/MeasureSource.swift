import NeuronPreferences
import Sites

/// Where the values of measures come from: mapped columns and what has been computed.
package struct MeasureSource: Sendable {
  /// The stages, in order.
  package let stages: [Stage]
  /// The pairs compared so far.
  package let comparisons: [ComparedPair: Comparison]
  /// Marks and notes.
  package let marks: MarkedNeurons
  /// The answer to the last question about preferences.
  package let ranking: Ranking?
  /// What rows are numbered by.
  let sites: SiteList?

  /// Collects what is known.
  ///
  /// - Parameter sites: what rows are numbered by; nil for the sites of the first stage. Stages of other sites
  ///   may be among them, but nobody asks about these: see ``Filter/stages``.
  package init(
    stages: [Stage], comparisons: [ComparedPair: Comparison], marks: MarkedNeurons, ranking: Ranking? = nil,
    sites: SiteList? = nil
  ) {
    self.stages = stages
    self.sites = sites ?? stages.first?.snapshot.sites
    self.comparisons = comparisons
    self.marks = marks
    self.ranking = ranking
  }

  /// The stages that have the neurons of the rows.
  var stagesOfRows: [Stage] { stages.filter { $0.snapshot.sites == sites } }

  /// What has been compared by tokens.
  package func comparison(_ pair: StagePair) -> Comparison? { comparisons[ComparedPair(pair)] }

  /// The value of a measure; nil where it has none, or none yet.
  package func value(of measure: Measure, row: Int) -> Double? {
    switch measure {
    case .tokens, .tagClass, .tag: nil
    case .score: ranking?.scores[row]
    case .tokenMass(let stage): ranking?.mass(ofRow: row, stage: stage)
    case .tokenChange(let pair): ranking?.change(ofRow: row, pair)
    case .distance(let pair): comparison(pair)?.distance(row)
    case .union(let pair): comparison(pair).map { Double($0.unionLength(row)) }
    case .mean(let stage): stages[stage].mean(row)
    case .neuron: Double(row)
    case .marked: marks.rows.contains(row) ? 1 : 0
    case .verdict(let pair): Double(verdict(of: row, pair: pair).rank)
    case .moved(let pair): Self.moved(verdict(of: row, pair: pair), comparison(pair)?.moved(row))
    case .tagShare(let stage): (try? stages[stage].strongestTag(row))?.share
    case .tagMoved(let pair): tagMoved(row, pair: pair)
    case .rate(let pair): comparison(pair)?.rate(row)
    case .lengthChange(let pair): Double(stages[pair.to].length(row) - stages[pair.from].length(row))
    case .wins(let stage): Double(stages[stage].wins(row))
    case .length(let stage): Double(stages[stage].length(row))
    case .mass(let stage): stages[stage].mass(row)
    }
  }

  /// How far a neuron moved, for ranking. What was forgotten or gained moved further than any distance says;
  /// a distance without evidence must not rank at all: on few wins it is large by chance.
  @inline(__always)
  package static func moved(_ verdict: Verdict, _ distance: @autoclosure () -> Double?) -> Double? {
    switch verdict {
    case .forgotten: 3
    case .lostWins: 2.5
    case .gained: 2
    case .wonMore: 1.5
    case .insufficient: nil
    case .moved, .kept, .shared, .displaced, .never: distance()
    }
  }

  /// How far its preferences for tags moved; nil where they rest on too little, which is much by chance.
  private func tagMoved(_ row: Int, pair: StagePair) -> Double? {
    guard let comparison = comparisons[ComparedPair(pair, by: .tag)], comparison.verdict(row).isComparable
    else { return nil }
    return comparison.moved(row)
  }

  /// What became of neurons between two stages: for many of them, as what it rests on is looked up once.
  package func verdicts(_ pair: StagePair) -> (Int) -> Verdict {
    if let comparison = comparison(pair) { return comparison.verdict }
    let (before, after) = (stages[pair.from].snapshot.tokens.wins, stages[pair.to].snapshot.tokens.wins)
    return { row in Verdict(countA: before[row], countB: after[row]) }
  }

  /// What became of a neuron between two stages; before they are compared, as far as its wins tell.
  package func verdict(of row: Int, pair: StagePair) -> Verdict { verdicts(pair)(row) }
}
