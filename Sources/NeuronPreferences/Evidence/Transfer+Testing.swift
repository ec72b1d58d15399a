import Dispatch
import Sites
import Statistics

extension Transfer {
  /// Holds every neuron against relabelled document blocks, and judges it: fills in effects, excess distance, p and q of
  /// preferences and of wins, changes of breadth, and verdicts.
  ///
  /// Stage labels are exchanged block by block: in pairs where both stages read the same text, freely
  /// otherwise, where blocks of unequal size are first joined until they are alike (`ExchangeUnits`). All neurons see
  /// the same relabellings, drawn from `seed`; those whose p is clearly large see fewer (`SequentialPermutations`).
  ///
  /// Stages are compared at as many wins of either, the least that evidence asks for, whatever the text's length:
  /// distances shrink as wins grow. So effects compare preferences, not how often they show, and those of short and
  /// long texts can be put side by side.
  ///
  /// Rates of false discovery are computed among the neurons with enough wins at both stages, and for a change of
  /// wins among those with enough at either. Distances, effects and excess don't depend on `statistic`, which decides
  /// what p is about.
  ///
  /// O(permutations · entries), divided among `threads`; the numbers do not depend on how many.
  ///
  /// - Precondition: `a` and `b` are the snapshots that were compared; `permutations` is positive. A p can't
  ///   be smaller than 1 / (`permutations` + 1).
  public mutating func test(
    _ a: Snapshot, _ b: Snapshot, permutations: Int = ChangeCriteria.permutations, seed: UInt64 = 0,
    statistic: TestStatistic = .distance, criteria: ChangeCriteria = ChangeCriteria(), threads: Int = 1
  ) throws(SnapshotError) {
    precondition(permutations > 0 && threads > 0)
    let rows = try Self.matchedRows(a, b)
    precondition(rows.count == neurons.count, "other snapshots than were compared")
    let tables = try ComparedTables(a, b, feature, alignment: alignment)
    let tester = NeuronTester(tables, metric, statistic)
    let (competes, isSameText) = (a.policy.kind.competes, a.hasSameText(as: b))
    var labels = BlockRelabelling(ExchangeUnits(a, b), seed: seed)
    let schedule = SequentialPermutations(upTo: permutations)
    var subjects = subjects(rows, testsWins: competes)
    for look in schedule.looks {
      labels.draw(look)
      try Self.take(&subjects, tester, labels, threads: threads)
      settle(&subjects, schedule)
      if subjects.allSatisfy(\.isSettled) { break }
    }
    fill(subjects, criteria)
    for index in neurons.indices {
      neurons[index].judge(
        criteria, support: minimumSupport, policyCompetes: competes, isSameText: isSameText)
    }
    var null = NullSummary(
      permutations: permutations, seed: seed, isPaired: labels.units.isPaired, statistic: statistic,
      wins: minimumSupport, unitsA: labels.units.countA, unitsB: labels.units.countB)
    null.limited = subjects.count { subject in
      subject.tally.isAtResolution && (neurons[subject.index].q ?? 0) > criteria.falseDiscoveryRate
    }
    self.null = null
  }

  /// The neurons that something can be tested of.
  private func subjects(
    _ rows: [(neuron: NeuronID, a: Int?, b: Int?)], testsWins: Bool
  ) -> [NeuronTester.Subject] {
    neurons.indices.compactMap { index in
      let neuron = neurons[index]
      let fewest = min(neuron.countA, neuron.countB)
      let hasEnough = max(neuron.countA, neuron.countB) >= minimumSupport
      let isCompared = neuron.hellinger != nil
      guard isCompared || (testsWins && hasEnough) else { return nil }
      return NeuronTester.Subject(
        index: index, rowA: rows[index].a, rowB: rows[index].b,
        drawn: isCompared ? min(fewest, minimumSupport) : 0, fewest: fewest,
        isJudged: isCompared && fewest >= minimumSupport, isJudgedByWins: testsWins && hasEnough)
    }
  }

  /// Takes a round of relabellings in, for neurons that are not settled, dealt out to threads in turn: neighbours may
  /// be alike in size.
  private static func take(
    _ subjects: inout [NeuronTester.Subject], _ tester: NeuronTester, _ labels: BlockRelabelling, threads: Int
  ) throws(SnapshotError) {
    let open = subjects.indices.filter { !subjects[$0].isSettled }
    let workers = min(threads, max(1, open.count))
    var failures = [SnapshotError?](repeating: nil, count: workers)
    subjects.withUnsafeMutableBufferPointer { subjects in
      nonisolated(unsafe) let subjects = subjects
      failures.withUnsafeMutableBufferPointer { failures in
        nonisolated(unsafe) let failures = failures
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
          var tester = tester
          do throws(SnapshotError) {
            for place in stride(from: worker, to: open.count, by: workers) {
              try tester.take(&subjects[open[place]], labels)
            }
          } catch {
            failures[worker] = error
          }
        }
      }
    }
    if let failure = failures.compactMap(\.self).first { throw failure }
  }

  /// Finds out who needs no more relabellings.
  private func settle(_ subjects: inout [NeuronTester.Subject], _ schedule: SequentialPermutations) {
    let rates = Rates(subjects)
    for index in subjects.indices where !subjects[index].isSettled {
      let tally = subjects[index].tally
      subjects[index].isSettled =
        schedule.isSettled(p: tally.p, q: rates.preferences[index], after: tally.relabellings)
        && schedule.isSettled(p: tally.winsP, q: rates.wins[index], after: tally.relabellings)
    }
  }

  /// Writes what was found to the neurons.
  private mutating func fill(_ subjects: [NeuronTester.Subject], _ criteria: ChangeCriteria) {
    let rates = Rates(subjects)
    for (place, subject) in subjects.enumerated() {
      let (tally, index) = (subject.tally, subject.index)
      if let affinity = tally.affinity {
        neurons[index].excess = tally.excess
        neurons[index].p = tally.p
        neurons[index].q = rates.preferences[place]
        if let influence = subject.influence, tally.expectedAffinity > 0 {
          neurons[index].effect = Estimate(
            1 - affinity / tally.expectedAffinity,
            // An affinity is flat where nothing changed; what chance does there is known from relabelling.
            standardError: max(influence.affinityRatioError, tally.relativeSpread))
          neurons[index].breadth = BreadthChange(
            length: Estimate(influence.lengthChange, standardError: influence.lengthError),
            entropy: Estimate(influence.entropyChange, standardError: influence.entropyError))
        }
      }
      if let rate = rates.wins[place] {
        neurons[index].wins = WinsChange(
          ratio: winsRatio(neurons[index]), p: tally.winsP, q: rate)
      }
    }
  }

  /// Rates of false discovery by place; nil where nothing is said.
  private struct Rates {
    let preferences: [Double?]
    let wins: [Double?]

    init(_ subjects: [NeuronTester.Subject]) {
      func rates(_ isJudged: (NeuronTester.Subject) -> Bool, _ p: (NeuronTally) -> Double) -> [Double?] {
        let judged = subjects.indices.filter { isJudged(subjects[$0]) }
        var rates = [Double?](repeating: nil, count: subjects.count)
        for (index, rate) in zip(judged, falseDiscoveryRates(judged.map { p(subjects[$0].tally) })) {
          rates[index] = rate
        }
        return rates
      }
      preferences = rates({ $0.isJudged }, { $0.p })
      wins = rates({ $0.isJudgedByWins }, { $0.winsP })
    }
  }
}
