extension NeuronTransfer {
  /// Judges the neuron by its wins, and by its tests where there are any.
  ///
  /// A change of wins goes before a change of preferences: what a neuron that lost most of its wins still prefers rests
  /// on few of them. It is displaced where its own activation on the same text stayed the same; under a policy
  /// that judges each neuron by itself nothing is.
  mutating func judge(_ criteria: ChangeCriteria, support: Int, policyCompetes: Bool, isSameText: Bool) {
    let hasSupport = (a: countA >= support, b: countB >= support)
    let direction =
      wins.map { $0.direction(criteria) }
      ?? (policyCompetes && effect == nil
        ? WinsChange.direction(ratio: Double(countB) / Double(max(1, countA)), criteria) : nil)
    let isDisplaced =
      policyCompetes && isSameText && (hasSupport.a || hasSupport.b) && direction != nil
      && likeness?.isSame == true
    if !policyCompetes, state == .forgotten || state == .gained {
      // Above a threshold of its own every neuron fires, but for one whose activations are nearly all at their largest.
      (verdict, evidence) = (.insufficient, .insufficient)
      return
    }
    evidence = Evidence(
      state: state, countA: countA, countB: countB, support: support, isDisplaced: isDisplaced)
    guard let wins, evidence != .displaced, hasSupport.a || hasSupport.b else {
      verdict = Verdict(state, evidence)
      if verdict == .shared { verdict = preferenceVerdict(criteria, isSameText: isSameText) }
      return
    }
    switch wins.direction(criteria) {
    case .lost: (verdict, evidence) = (countB == 0 ? .forgotten : .lostWins, .ok)
    case .won: (verdict, evidence) = (countA == 0 ? .gained : .wonMore, .ok)
    case nil where hasSupport.a && hasSupport.b:
      verdict = preferenceVerdict(criteria, isSameText: isSameText)
    case nil: verdict = .insufficient
    }
  }

  /// What the effect and its interval say of the neuron's preferences.
  private func preferenceVerdict(_ criteria: ChangeCriteria, isSameText: Bool) -> Verdict {
    guard let effect else { return .shared }
    let bound = criteria.effectBound(isSameText: isSameText)
    if let q, q <= criteria.falseDiscoveryRate, effect.value > bound { return .moved }
    return effect.high < bound ? .kept : .shared
  }
}
