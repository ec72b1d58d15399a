import NeuronPreferences
import Sites

/// How far every neuron's preferences moved between two stages, by row.
public struct Comparison: Sendable {
  /// The stages compared.
  public let pair: StagePair
  /// What they are compared by, tokens or tags.
  public let feature: FeatureKind
  /// Number of neurons of each verdict.
  package let counts: [Verdict: Int]
  /// Whether the neurons of both stages can be told to be the same ones.
  package let relation: LineageRelation
  /// The largest move that has evidence, 0 if there is none.
  package let largest: Double
  /// The mean move of the neurons with enough wins at both, beyond chance where that is known; nil if there is none.
  package let mean: Double?
  /// Their mean distance, chance included.
  package let meanDistance: Double?
  /// How many relabellings distances have been held against, at most.
  public let permutations: Int
  // NaN stands for what has no value.
  private let distances: [Float]
  private let effects: [Float]
  private let rates: [Float]
  private let unionLengths: [Int32]
  private let verdicts: [Verdict]

  /// Stages with more entries than this are held against chance only when asked for: it takes longer than
  /// anyone waits.
  package static let entryLimit = 3_000_000

  /// What a neuron takes in memory.
  package static let bytesPerNeuron =
    3 * MemoryLayout<Float>.size + MemoryLayout<Int32>.size
    + MemoryLayout<Verdict>.size

  /// Whether two stages are small enough to be held against chance unasked. O(1).
  package static func canTest(_ pair: StagePair, of stages: [Stage], entryLimit: Int = entryLimit) -> Bool {
    [pair.from, pair.to].reduce(0) { $0 + stages[$1].snapshot.tokens.entryCount } <= entryLimit
  }

  /// Compares two stages of a run, and holds the distances against so many permutations if any are wanted.
  ///
  /// O(neurons + permutations · entries of both), divided among `threads`.
  ///
  /// - Throws: `SnapshotError`; ``SnapshotError/noTags(path:)`` where a stage has no tags to compare by.
  package init(
    _ compared: ComparedPair, stages: [Stage], acrossTokenizers: Bool = false,
    permutations: Int = 0, seed: UInt64 = 0, threads: Int = 1
  ) throws(SnapshotError) {
    let pair = compared.pair
    let (before, after) = (stages[pair.from].snapshot, stages[pair.to].snapshot)
    var transfer = try Transfer(before, after, feature: compared.feature, acrossTokenizers: acrossTokenizers)
    if permutations > 0 {
      try transfer.test(before, after, permutations: permutations, seed: seed, threads: threads)
    }
    self.init(pair, transfer, sites: before.sites)
  }

  /// Takes in what has been compared, by the rows of `sites`. O(neurons).
  package init(_ pair: StagePair, _ transfer: Transfer, sites: SiteList) {
    let none = [Float](repeating: .nan, count: sites.neuronCount)
    var (distances, effects, rates) = (none, none, none)
    var unionLengths = [Int32](repeating: 0, count: sites.neuronCount)
    var verdicts = [Verdict](repeating: .never, count: sites.neuronCount)
    var counts: [Verdict: Int] = [:]
    var (largest, sum, distance, comparable) = (0.0, 0.0, 0.0, 0)
    for neuron in transfer.neurons {
      guard let row = sites.row(of: neuron.neuron) else { continue }
      if let distance = neuron.hellinger { distances[row] = Float(distance) }
      if let effect = neuron.effect { effects[row] = Float(effect.value) }
      if let rate = neuron.q { rates[row] = Float(rate) }
      unionLengths[row] = Int32(clamping: neuron.lengthUnion)
      let verdict = neuron.verdict
      verdicts[row] = verdict
      counts[verdict, default: 0] += 1
      if verdict.isComparable {
        comparable += 1
        let moved = neuron.effect?.value ?? neuron.hellinger ?? 0
        largest = max(largest, moved)
        sum += moved
        distance += neuron.hellinger ?? 0
      }
    }
    self.pair = pair
    feature = transfer.feature
    self.counts = counts
    self.largest = largest
    mean = comparable > 0 ? sum / Double(comparable) : nil
    meanDistance = comparable > 0 ? distance / Double(comparable) : nil
    relation = transfer.relation
    permutations = transfer.null?.permutations ?? 0
    self.distances = distances
    self.effects = effects
    self.rates = rates
    self.unionLengths = unionLengths
    self.verdicts = verdicts
  }

  /// The pair, and what it is compared by.
  package var compared: ComparedPair { ComparedPair(pair, by: feature) }

  /// Whether distances have been held against chance.
  public var isTested: Bool { permutations > 0 }

  /// The Hellinger distance of the paper's distributions (TX-Ray, section 2.2), nil where it is undefined.
  package func distance(_ row: Int) -> Double? { Self.value(distances[row]) }

  /// How far it moved beyond chance, of 1; nil before it is tested or where it has too few wins.
  package func effect(_ row: Int) -> Double? { Self.value(effects[row]) }

  /// How far it moved: beyond chance once that is known, the plain distance before.
  package func moved(_ row: Int) -> Double? { isTested ? effect(row) : distance(row) }

  /// The share of false discoveries among all neurons whose distance stands out as much.
  package func rate(_ row: Int) -> Double? { Self.value(rates[row]) }

  /// Number of different features preferred in either stage.
  package func unionLength(_ row: Int) -> Int { Int(unionLengths[row]) }

  /// What became of the neuron.
  package func verdict(_ row: Int) -> Verdict { verdicts[row] }

  private static func value(_ stored: Float) -> Double? { stored.isNaN ? nil : Double(stored) }
}
