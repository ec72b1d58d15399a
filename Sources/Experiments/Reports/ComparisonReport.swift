import NeuronPreferences
import Statistics

/// Two stages compared, neuron by neuron, with what can be said of all neurons together.
public struct ComparisonReport: Sendable, Encodable {
  /// What lies between the stages, and so what their difference answers.
  public enum Question: String, Sendable, Encodable {
    /// More training on the same text: how preferences form (RQ1).
    case learning
    /// Other text, same weights: what transfers without training (RQ2).
    case domain
    /// Fine-tuning: what is forgotten and gained (RQ3).
    case tuning
    /// Not known: the snapshots don't say.
    case unknown
  }

  /// What their difference answers.
  public let question: Question
  /// Label of the first stage.
  public let a: String
  /// Label of the second.
  public let b: String
  /// Whether both stages read the same text; if not, a difference may be the text's.
  public let isSameText: Bool
  /// The policy under which wins are counted.
  public let countedPolicy: String
  /// The policy under which preferences are judged; the same one where stages have no other snapshot.
  public let judgedPolicy: String
  /// Neurons in each state, all of them counted (TX-Ray, section 2.2).
  public let states: StateCounts
  /// Neurons of each verdict on their wins and, for want of other snapshots, preferences; every verdict named.
  public let countedVerdicts: [Verdict: Int]
  /// Neurons of each verdict under the policy that they are judged on, every verdict named.
  public let verdicts: [Verdict: Int]
  /// Neurons with enough wins at both stages, and no change of wins, whose preferences were tested.
  public let tested: Int
  /// Neurons that no relabelling reached and whose rate of false discovery is not small still: more could tell.
  public let limited: Int
  /// Neurons that came to prefer fewer tokens among as many wins.
  public let specialised: Int
  /// Those that came to prefer more.
  public let generalised: Int
  /// Distance of the tested neurons. Large by chance alone: see `excess`.
  public let hellinger: Quartiles?
  /// Mean distance of the tested neurons.
  public let meanHellinger: Estimate?
  /// Mean distance above chance.
  public let meanExcess: Estimate?
  /// Mean effect: the share of what chance would leave in common that is gone.
  public let meanEffect: Estimate?
  /// How effects spread: where nearly every neuron moved, how far tells more than how many.
  public let effects: Quartiles?
  /// Share of the tested neurons that moved beyond chance.
  public let movedShare: Estimate?
  /// The neurons that moved most.
  public let movers: [MovedNeuron]
  /// Neurons that lost their wins or came to them, all or most, most wins first.
  public let lost: [LostNeuron]
  /// The comparison that neurons are judged by.
  public let transfer: Transfer
  /// The comparison that wins are counted in.
  public let counted: Transfer

  private enum CodingKeys: String, CodingKey {
    case question, a, b, states, verdicts, tested, limited, specialised, generalised, hellinger, effects,
      movers, lost
    case isSameText = "same_text"
    case countedPolicy = "counted_policy"
    case judgedPolicy = "judged_policy"
    case countedVerdicts = "counted_verdicts"
    case meanHellinger = "mean_hellinger"
    case meanExcess = "mean_excess"
    case meanEffect = "mean_effect"
    case movedShare = "moved_share"
  }

  init(
    _ question: Question, counted snapshots: (Snapshot, Snapshot), judged: (Snapshot, Snapshot),
    labels: (String, String), method: ReportMethod, threads: Int
  ) throws(SnapshotError) {
    func tested(_ pair: (Snapshot, Snapshot)) throws(SnapshotError) -> Transfer {
      var transfer = try Transfer(pair.0, pair.1, metric: method.metric)
      try transfer.test(
        pair.0, pair.1, permutations: method.permutations, seed: method.seed, statistic: method.statistic,
        criteria: method.criteria, threads: threads)
      return transfer
    }
    let (first, second) = judged
    let transfer = try tested(judged)
    counted = snapshots.0.path == first.path ? transfer : try tested(snapshots)
    self.question = question
    (a, b) = labels
    isSameText = first.hasSameText(as: second)
    (countedPolicy, judgedPolicy) = (counted.policy.description, transfer.policy.description)
    states = counted.states
    (countedVerdicts, verdicts) = (counted.verdicts, transfer.verdicts)
    limited = transfer.null?.limited ?? 0
    let compared = transfer.neurons.filter(\.isTested)
    let moved = compared.filter { $0.verdict == .moved }
    self.tested = compared.count
    specialised = transfer.neurons.count { $0.breadth?.kind == .specialised }
    generalised = transfer.neurons.count { $0.breadth?.kind == .generalised }
    let distances = compared.compactMap(\.hellinger)
    hellinger = Quartiles(distances)
    meanHellinger = method.bootstrap.estimate(distances, mean)
    meanExcess = method.bootstrap.estimate(compared.compactMap(\.excess), mean)
    let effects = compared.compactMap(\.effect?.value)
    meanEffect = method.bootstrap.estimate(effects, mean)
    self.effects = Quartiles(effects)
    movedShare = method.bootstrap.estimate(compared.map { $0.verdict == .moved ? 1 : 0 }, mean)
    var movers: [MovedNeuron] = []
    for neuron in moved.sorted(by: { ($0.effect?.value ?? 0) > ($1.effect?.value ?? 0) }).prefix(10) {
      movers.append(try MovedNeuron(neuron, transfer, first, second))
    }
    self.movers = movers
    let lost = counted.neurons.filter { $0.verdict.isLoss || $0.verdict.isGain }
    var listed: [LostNeuron] = []
    for neuron in lost.sorted(by: { $0.countA + $0.countB > $1.countA + $1.countB }).prefix(10) {
      listed.append(try LostNeuron(neuron, snapshots.0, snapshots.1))
    }
    self.lost = listed
    self.transfer = transfer
  }
}

extension ComparisonReport {
  /// How many neurons have a verdict: one on wins is looked up where wins are counted, any other where preferences are
  /// judged.
  public func count(_ verdict: Verdict) -> Int {
    (verdict.isOfWins ? countedVerdicts : verdicts)[verdict] ?? 0
  }

  /// Neurons whose preferences moved beyond chance.
  public var moved: Int { count(.moved) }
}

extension NeuronTransfer {
  /// Whether its preferences were tested, on enough wins.
  public var isTested: Bool { verdict.isComparable && effect != nil }
}

/// A neuron that moved, with the words that it moved from and to.
public struct MovedNeuron: Sendable, Encodable {
  /// The neuron.
  public let neuron: NeuronTransfer
  /// Tokens that it left, those that make up most of its distance first.
  public let from: [String]
  /// Tokens that it came to prefer.
  public let to: [String]

  init(_ neuron: NeuronTransfer, _ transfer: Transfer, _ a: Snapshot, _ b: Snapshot) throws(SnapshotError) {
    let contributions = try transfer.contributions(to: neuron.neuron, a, b).filter { $0.contribution > 0 }
    self.neuron = neuron
    from = contributions.filter { !$0.isGain }.prefix(4).map(\.name)
    to = contributions.filter(\.isGain).prefix(4).map(\.name)
  }
}

/// A neuron that lost its wins, or came to them, with the tokens that it preferred.
public struct LostNeuron: Sendable, Encodable {
  /// The neuron.
  public let neuron: NeuronTransfer
  /// Its most preferred tokens, at the stage at which it has most wins.
  public let tokens: [String]

  init(_ neuron: NeuronTransfer, _ a: Snapshot, _ b: Snapshot) throws(SnapshotError) {
    self.neuron = neuron
    let side = neuron.verdict.isLoss ? a : b
    guard let row = side.sites.row(of: neuron.neuron) else {
      tokens = []
      return
    }
    let preferences = try side.tokens.preferences(ofRow: row)
    tokens = preferences.sorted { ($0.sum, $1.feature) > ($1.sum, $0.feature) }.prefix(6)
      .map { side.tokens.name(of: $0.feature) }
  }
}
