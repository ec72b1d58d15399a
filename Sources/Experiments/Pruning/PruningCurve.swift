import Pruning
import Statistics

/// Scores while more and more neurons are pruned, beside the same in a random order: where a model breaks.
public struct PruningCurve: Sendable, Equatable, Codable {
  /// One step.
  public struct Point: Sendable, Equatable, Codable {
    /// How many neurons are pruned, in percent.
    public var percent: Int
    /// How many that are.
    public var neurons: Int
    /// The scores on train, then held-out.
    public var scores: [PruningScores]
    /// The same for as many of each random order: one list an order.
    public var random: [[PruningScores]]
  }

  /// The checkpoint.
  public var checkpoint: String
  /// How neurons are taken out.
  public var mode: PruningMode
  /// The order.
  public var ranking: NeuronRanking
  /// The stages that the order was found by; empty for a random one.
  public var stages: [String]
  /// All neurons of the model.
  public var neuronsTotal: Int
  /// Train, then held-out; without scores of their own.
  public var splits: [PruningReport.Split]
  /// What everything random derives from.
  public var seed: UInt64
  /// From 0 to 100 percent.
  public var points: [Point]

  private enum CodingKeys: String, CodingKey {
    case checkpoint, mode, ranking, stages
    case neuronsTotal = "neurons_total"
    case splits, seed, points
  }
}

extension PruningStudy {
  /// Prunes 0 to 100 percent of the neurons in an order, and the plan's number of random orders beside it.
  ///
  /// - Parameter tell: called on this thread after every point, with the points so far.
  /// - Throws: `PruningError.interrupted` when it is stopped; nothing is kept then.
  public func curve(
    _ ranking: NeuronRanking, step: Int = 5, tell: (PruningCurve) -> Void = { _ in }
  ) throws -> PruningCurve {
    let cache = try PruningCache(
      self, kind: "curve", [ranking.rawValue, "\(step)"] + rankingInputs(ranking))
    if let kept: PruningCurve = cache.read() {
      tell(kept)
      return kept
    }
    let rows = try order(ranking)
    let randomOrders = (0..<plan.controls).map { number in
      CounterGenerator(seed: plan.seed, stream: .pruningOrder(number)).permutation(of: sites.neuronCount)
    }
    var splits = try splits().map(\.split)
    let corpora = ranking == .random ? [] : [try stagePair().from.corpus, try stagePair().to.corpus]
    for index in splits.indices { splits[index].wasChosenOn = corpora.contains(splits[index].corpus) }
    var curve = PruningCurve(
      checkpoint: checkpointName, mode: mode, ranking: ranking,
      stages: ranking == .random ? [] : [try stagePair().from.name, try stagePair().to.name],
      neuronsTotal: sites.neuronCount, splits: splits, seed: plan.seed, points: [])
    for percent in stride(from: 0, through: 100, by: step) {
      let count = (percent * sites.neuronCount + 50) / 100
      // With none or all of them, every order is the same.
      let others = count == 0 || count == sites.neuronCount ? [] : randomOrders
      curve.points.append(
        PruningCurve.Point(
          percent: percent, neurons: count, scores: try scores(rows.prefix(count)),
          random: try others.map { try scores($0.prefix(count)) }))
      tell(curve)
    }
    isKept = cache.keep(curve)
    return curve
  }

  /// The rows of all neurons in an order.
  func order(_ ranking: NeuronRanking) throws -> [Int] {
    if ranking == .random {
      return CounterGenerator(seed: plan.seed, stream: .chancePruningOrder).permutation(of: sites.neuronCount)
    }
    let neurons = try comparison(tested: ranking.needsTest, judged: ranking.isOfPreferences).neurons
    return ranking.order(neurons, seed: plan.seed).compactMap { sites.row(of: $0) }
  }

  /// Digests of what an order depends on.
  private func rankingInputs(_ ranking: NeuronRanking) throws -> [String] {
    guard ranking != .random else { return [] }
    let pair = try stagePair()
    let names = [pair.from.name, pair.to.name]
    let snapshots = try stageSnapshots(names)
    return try names + (snapshots.counted + snapshots.judged).map { try digest($0.path) }
      + (ranking.needsTest ? ["permutations \(plan.permutations)"] : [])
  }

  private func scores(_ rows: ArraySlice<Int>) throws -> [PruningScores] {
    let mask = PruningMask(sites: sites, prunedRows: rows)
    return try splits().map { try $0.scoring.outcomes(mask, mode: mode).scores }
  }
}
