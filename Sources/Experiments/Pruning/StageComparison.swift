import NeuronPreferences
import Pruning
import Sites

/// Two stages compared for a choice of neurons, where wins are counted and where preferences are judged.
struct StageComparison {
  /// The stages where wins are counted.
  let counted: Transfer
  /// The stages where preferences are judged; as `counted` where nobody asked for them or there is one policy.
  let judged: Transfer
  /// The neurons of the sites asked for, in their order.
  let neurons: [ComparedNeuron]
  /// Whether p-values and verdicts that rest on them are there.
  let isTested: Bool
  /// Whether preferences were looked at where they are judged; else they are those of the policy that wins are counted by.
  let isJudged: Bool

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
    counted = try transfer(snapshots.counted)
    judged = snapshots.isOne || !isJudged ? counted : try transfer(snapshots.judged)
    neurons = zip(counted.neurons, judged.neurons).map { ComparedNeuron(counted: $0, judged: $1) }
      .filter { sites.row(of: $0.counted.neuron) != nil }
    isTested = permutations != nil
    self.isJudged = isJudged
  }

  /// Under which policies a choice looks at what it looks at, in words.
  func policies(wins: Bool, preferences: Bool) -> [String] {
    (wins ? ["wins under \(counted.policy)"] : [])
      + (preferences ? ["preferences under \(judged.policy)"] : [])
  }
}
