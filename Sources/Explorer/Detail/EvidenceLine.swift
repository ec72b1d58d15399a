import Measures
import NeuronPreferences

/// What a neuron's state rests on, in a sentence.
enum EvidenceLine {
  static func text(_ state: ExplorerState) -> String {
    guard let pair = state.pair, let verdict = state.verdict(of: state.detailNeuron) else {
      return "one stage: nothing to compare it with"
    }
    let (before, after) = (state.run.stages[pair.from], state.run.stages[pair.to])
    let events = state.policyKind.events
    let (winsBefore, winsAfter) = (before.wins(state.detailNeuron), after.wins(state.detailNeuron))
    switch verdict {
    case .forgotten: return "\(Figure.count(winsBefore)) \(events) in \(before.label), none in \(after.label)"
    case .gained: return "no \(events) in \(before.label), \(Figure.count(winsAfter)) in \(after.label)"
    case .never: return "no \(events) in \(before.label) nor in \(after.label)"
    case .displaced: return "fires as before; others win in \(after.label)"
    case .insufficient:
      let fewer = winsBefore > 0 && (winsAfter == 0 || winsBefore <= winsAfter) ? winsBefore : winsAfter
      return "too few \(events): \(Figure.grouped(fewer)), and \(FeatureKind.token.minimumSupport) are needed"
    case .lostWins, .wonMore:
      return
        "\(Figure.count(winsBefore)) \(events) in \(before.label), \(Figure.count(winsAfter)) in \(after.label)"
    case .moved, .kept, .shared:
      guard let comparison = state.comparison(pair), let distance = comparison.distance(state.detailNeuron)
      else { return "comparing" }
      if let effect = comparison.effect(state.detailNeuron), let rate = comparison.rate(state.detailNeuron) {
        return "\(Figure.difference(effect)) beyond chance, q \(Figure.rate(rate))"
      }
      let wins = "\(Figure.count(winsBefore)) and \(Figure.count(winsAfter))"
      return "distance \(Figure.share(distance)) of 1, on \(wins) \(events)"
    }
  }
}
