import Statistics

/// How one neuron stands among its relabellings so far.
struct NeuronTally {
  typealias Lanes = BlockRelabelling.Lanes

  /// A statistic as observed, and how many relabellings reach it.
  struct Count {
    var observed: Float = 0
    var reached = 0

    /// Takes a relabelling in. Those that amount to the same differ in the last bits.
    mutating func add(_ value: Float, tolerance: Float) {
      if value >= observed - tolerance { reached += 1 }
    }
  }

  /// Centre and spread of a statistic, by which it is measured beside another.
  private struct Scale {
    let mean: Float
    let factor: Float

    init(_ values: [Float]) {
      let mean = values.reduce(0, +) / Float(max(1, values.count))
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(max(1, values.count))
      self.mean = mean
      factor = variance > 1e-12 ? 1 / variance.squareRoot() : 0
    }

    func callAsFunction(_ value: Float) -> Float { (value - mean) * factor }
  }

  /// Relabellings, the one that changes nothing left out.
  private(set) var relabellings = 0
  /// The affinity as observed; nil where there is none.
  private(set) var affinity: Double?
  private var affinities = 0.0
  private var squares = 0.0
  private var distances = 0.0
  private var preferences = Count()
  private var wins = Count()
  private var scales: (distance: Scale, newcomers: Scale)?

  /// Chance of standing out at least as much by preferences.
  var p: Double { permutationPValue(exceeding: preferences.reached, of: relabellings) }
  /// Chance of a change of wins at least as large.
  var winsP: Double { permutationPValue(exceeding: wins.reached, of: relabellings) }
  /// The affinity that chance leaves.
  var expectedAffinity: Double { affinities / Double(relabellings) }
  /// How far the affinity of relabelled stages varies, of what it is on average.
  var relativeSpread: Double {
    guard expectedAffinity > 0 else { return 0 }
    let mean = squares / Double(relabellings)
    return max(0, mean / (expectedAffinity * expectedAffinity) - 1).squareRoot()
  }
  /// The distance of as many wins of either stage, above what chance makes it.
  var excess: Double? {
    affinity.map { max(0, 1 - $0).squareRoot() - distances / Double(relabellings) }
  }
  /// Whether it is among the most extreme that so few relabellings can tell.
  var isAtResolution: Bool { preferences.reached == 0 }

  /// Takes relabellings in, those from `relabellings` on.
  ///
  /// - Parameters:
  ///   - records: The neuron's.
  ///   - drawn: Wins drawn of either side; 0 where there is nothing to compare but wins.
  ///   - fewest: The wins of the side that has fewer.
  mutating func take(
    _ records: NeuronRecords, _ labels: BlockRelabelling, metric: DistanceMetric, statistic: TestStatistic,
    drawn: Float, fewest: Float, weights: inout [Lanes]
  ) {
    let first = relabellings == 0 ? 0 : relabellings + 1
    let width = Lanes.scalarCount
    let affinityOf = RarefiedAffinity(metric: metric, wins: drawn)
    var values: [Float] = []
    var newcomers: [Float] = []
    for group in first / width..<(labels.count + width - 1) / width {
      labels.fill(&weights, group: group)
      let (winsA, change) = changeOfWins(records, labels.units, weights)
      let affinity = drawn > 0 ? affinityOf.affinity(records, weights, winsA: winsA) : Lanes()
      let newcomer =
        drawn > 0 && statistic == .either
        ? NewcomerStatistic(wins: fewest).value(records, weights, winsA: winsA) : Lanes()
      for lane in max(0, first - group * width)..<min(width, labels.count - group * width) {
        let isObserved = group == 0 && lane == 0
        if isObserved {
          wins.observed = change[lane]
          self.affinity = drawn > 0 ? Double(affinity[lane]) : nil
        } else {
          wins.add(change[lane], tolerance: wins.observed * 1e-5)
          affinities += Double(affinity[lane])
          squares += Double(affinity[lane]) * Double(affinity[lane])
          distances += Double(max(0, 1 - affinity[lane]).squareRoot())
          relabellings += 1
        }
        guard drawn > 0 else { continue }
        values.append(-affinity[lane])
        if statistic == .either { newcomers.append(newcomer[lane]) }
      }
    }
    guard drawn > 0 else { return }
    rank(values, newcomers, hasObserved: first == 0, statistic)
  }

  /// Counts who reaches what was observed, by one statistic or by the larger of two, each in its own spread among
  /// the first relabellings.
  private mutating func rank(
    _ values: [Float], _ newcomers: [Float], hasObserved: Bool, _ statistic: TestStatistic
  ) {
    var values = values
    if statistic == .either {
      let scales = scales ?? (Scale(values), Scale(newcomers))
      self.scales = scales
      values = zip(values, newcomers).map { max(scales.distance($0), scales.newcomers($1)) }
    }
    if hasObserved, let first = values.first { preferences.observed = first }
    let tolerance: Float = statistic == .either ? 1e-3 : 4e-6
    for value in values.dropFirst(hasObserved ? 1 : 0) { preferences.add(value, tolerance: tolerance) }
  }

  /// The first side's wins and by how much both sides' wins a token differ, in every lane.
  private func changeOfWins(
    _ records: NeuronRecords, _ units: ExchangeUnits, _ weights: [Lanes]
  ) -> (winsA: Lanes, change: Lanes) {
    var (winsA, tokensA) = (Lanes(), Lanes())
    var tokens: Float = 0
    for unit in 0..<units.count {
      winsA += weights[unit] * records.wins[unit]
      tokensA += weights[unit] * units.tokens[unit]
      tokens += units.tokens[unit]
    }
    let one = Lanes(repeating: 1)
    let tokensB = Lanes(repeating: tokens) - tokensA
    let rateA = winsA / tokensA.replacing(with: one, where: tokensA .< one)
    let rateB =
      (Lanes(repeating: records.totalWins) - winsA) / tokensB.replacing(with: one, where: tokensB .< one)
    let difference = rateA - rateB
    return (winsA, difference.replacing(with: -difference, where: difference .< Lanes()))
  }
}
