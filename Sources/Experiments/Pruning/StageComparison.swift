import NeuronPreferences
import Pruning
import Sites

/// Two stages compared for a choice of neurons, where wins are counted and where preferences are judged.
struct StageComparison {
  /// The neurons of the sites asked for, in their order.
  let neurons: [ComparedNeuron]
  /// Whether p-values and verdicts that rest on them are there.
  let isTested: Bool
  /// Whether preferences were looked at where they are judged; else they are those of the policy that wins are counted by.
  let isJudged: Bool
  private let countedPolicy: CollectionPolicy
  private let judgedPolicy: CollectionPolicy

  /// Compares the first two of the snapshots; without `permutations` nothing is tested.
  init(
    _ snapshots: StageSnapshots, of sites: SiteList, judged isJudged: Bool, permutations: Int?, seed: UInt64,
    threads: Int
  ) throws(SnapshotError) {
    func transfer(_ pair: [Snapshot]) throws(SnapshotError) -> Transfer {
      var transfer = try Transfer(pair[0], pair[1])
      if let permutations {
        try transfer.test(pair[0], pair[1], permutations: permutations, seed: seed, threads: threads)
      }
      return transfer
    }
    let counted = try transfer(snapshots.counted)
    let isOne = snapshots.counted.map(\.path) == snapshots.judged.map(\.path)
    let judged = isOne || !isJudged ? counted : try transfer(snapshots.judged)
    neurons = zip(counted.neurons, judged.neurons).map { ComparedNeuron(counted: $0, judged: $1) }
      .filter { sites.row(of: $0.counted.neuron) != nil }
    isTested = permutations != nil
    self.isJudged = isJudged
    (countedPolicy, judgedPolicy) = (counted.policy, judged.policy)
  }

  /// Under which policies a choice looks at what it looks at, in words.
  func policies(wins: Bool, preferences: Bool) -> [String] {
    (wins ? ["wins under \(countedPolicy)"] : [])
      + (preferences ? ["preferences under \(judgedPolicy)"] : [])
  }
}
