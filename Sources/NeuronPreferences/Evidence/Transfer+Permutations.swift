import Dispatch
import Statistics

extension Transfer {
  /// Fills in excess distance, p and q from a permutation null by document blocks.
  ///
  /// Stage labels are exchanged block by block: in pairs where both stages read the same text, freely
  /// otherwise. All neurons see the same relabellings, drawn from `seed`. Rates of false discovery are
  /// computed among the neurons whose evidence is not insufficient; the others get a p and no q.
  ///
  /// Of a stage at which a neuron has more wins, as many are drawn as it has at the other: distances shrink with
  /// wins. So excess and p compare preferences, not how often they show.
  ///
  /// Distances and excess don't depend on `statistic`, which decides what p is about.
  ///
  /// O(permutations · entries), divided among `threads`; the numbers do not depend on how many.
  ///
  /// - Precondition: `a` and `b` are the snapshots that were compared; `permutations` is positive. A p can't
  ///   be smaller than 1 / (`permutations` + 1).
  public mutating func test(
    _ a: Snapshot, _ b: Snapshot, permutations: Int = 199, seed: UInt64 = 0,
    statistic: TestStatistic = .distance, threads: Int = 1
  ) throws(SnapshotError) {
    precondition(permutations > 0 && threads > 0)
    let rows = try Self.matchedRows(a, b)
    precondition(rows.count == neurons.count, "other snapshots than were compared")
    let pair = ComparedTables(try a.requiredTable(feature), try b.requiredTable(feature))
    let labels = BlockRelabelling(a, b, permutations: permutations, seed: seed)
    null = NullSummary(
      permutations: permutations, seed: seed, isPaired: labels.isPaired, statistic: statistic)
    let metric = metric
    let wanted = neurons.indices.filter { neurons[$0].hellinger != nil }
    let workers = min(threads, max(1, wanted.count))
    // Dealt out in turn, for neighbours may be alike in size.
    var results: [Result<[PermutationOutcome?], SnapshotError>] = Array(
      repeating: .success([]), count: workers)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let results = buffer
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        let own = stride(from: worker, to: wanted.count, by: workers).map { wanted[$0] }
        results[worker] = Result { () throws(SnapshotError) in
          var null = PermutationNull()
          var outcomes: [PermutationOutcome?] = []
          for index in own {
            let records = try pair.blockPreferences(a: rows[index].a, b: rows[index].b)
            var generator = SplitMix64(seed: seed, .thinning(neuron: index))
            null.load(records.a, records.b, labels, thinnedBy: &generator)
            outcomes.append(null.outcome(metric, labels, statistic))
          }
          return outcomes
        }
      }
    }
    for worker in 0..<workers {
      for (position, outcome) in try results[worker].get().enumerated() {
        let index = wanted[worker + position * workers]
        neurons[index].excess = outcome?.excess
        neurons[index].p = outcome?.p
      }
    }
    let tested = neurons.indices.filter { neurons[$0].p != nil && neurons[$0].evidence != .insufficient }
    for (index, rate) in zip(tested, falseDiscoveryRates(tested.map { neurons[$0].p ?? 1 })) {
      neurons[index].q = rate
    }
  }
}
