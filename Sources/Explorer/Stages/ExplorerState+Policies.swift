import Measures
import NeuronPreferences
import Runs

extension ExplorerState {
  /// The kind of policy that is looked at.
  var policyKind: CollectionPolicy.Kind { run.stages[0].snapshot.policy.kind }

  /// The kind of policy that is one key away; nil where there is no other.
  var nextPolicy: PolicyFiles? {
    guard let place = run.policies.firstIndex(where: { $0.kind == policyKind.name }), run.policies.count > 1
    else { return nil }
    return run.policies[wrapped(place + 1, run.policies.count)]
  }

  /// Looks at the run under its next policy.
  mutating func changePolicy() -> [Effect] {
    policyToReturn = nil
    guard let nextPolicy else {
      message = .info("Every stage has a snapshot under \(run.stages[0].snapshot.policy) only; see txray run")
      return []
    }
    return change(to: nextPolicy)
  }

  /// Looks at the run under a policy. Neuron, stage, pair, order and filter stay.
  mutating func change(to policy: PolicyFiles) -> [Effect] {
    if let known = setAside[policy.kind] { return read(known.stages) }
    return [.openPolicy(policy)]
  }

  /// Takes in the stages under another policy: what was computed of those before is put aside or asked for anew.
  mutating func read(_ stages: [Stage]) -> [Effect] {
    let before = (kind: policyKind.name, SetAside(stages: run.stages, comparisons: comparisons))
    do throws(RunOpeningError) {
      try run.read(stages)
    } catch {
      message = .error("The snapshots of the other policy have other neurons: txray inspect tells which")
      return []
    }
    setAside[before.kind] = before.1
    comparisons = setAside[policyKind.name]?.comparisons ?? [:]
    comparisonOrder = Array(comparisons.keys)
    (comparing, testing, refining) = (PairRequests(), PairRequests(), PairRequests())
    (summaries, requestedSummaries, massRank) = ([:], [], nil)
    (lengths, requestedLengths) = (nil, nil)
    (film, requestedFilm, filmFault) = (nil, nil, nil)
    (siteTable.overview, siteTable.fault, siteTable.requested) = (nil, nil, nil)
    requestedAside = nil
    detailOffset = 0
    if table.list != .ranked { table.filter = listFilter(table.list) ?? table.filter }
    message = .info(policyMessage)
    var effects =
      need(pair.map { [ComparedPair($0)] } ?? []) + (pair.map { testIfQuick(ComparedPair($0)) } ?? [])
    if table.list == .ranked, let ranking {
      effects.append(.rank(ranking.question, stage: ranking.stage))
    } else {
      ranking = nil
      if table.sort.measure.needsRanking { table.sort = openingSort }
    }
    return effects + view.opened(&self) + rearrange()
  }

  private var policyMessage: String {
    let policy = run.stages[0].snapshot.policy
    return "\(policy): \(policy.kind.countedWords)"
  }
}

extension CollectionPolicy.Kind {
  /// What is counted under it, in a few words.
  var countedWords: String {
    guard competes else { return "tokens at which a neuron is above its own threshold" }
    return hasOneWinner
      ? "each token counts for the most active neuron (the paper)"
      : "each token counts for the most active neurons"
  }
}
