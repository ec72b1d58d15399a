import Measures
import NeuronPreferences

/// What a neuron's state rests on, in a sentence.
enum EvidenceLine {
  /// That of a neuron between two stages; nil of them where there is but one.
  static func text(
    ofRow row: Int, _ pair: StagePair?, in source: MeasureSource, policy: CollectionPolicy.Kind
  ) -> String {
    guard let pair else { return "one stage: nothing to compare it with" }
    let (before, after) = (source.stages[pair.from], source.stages[pair.to])
    let events = policy.events
    let (winsBefore, winsAfter) = (before.wins(row), after.wins(row))
    switch source.verdict(of: row, pair: pair) {
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
      guard let comparison = source.comparison(pair), let distance = comparison.distance(row)
      else { return "comparing" }
      if let effect = comparison.effect(row), let rate = comparison.rate(row) {
        return "\(Figure.difference(effect)) beyond chance, q \(Figure.rate(rate))"
      }
      let wins = "\(Figure.count(winsBefore)) and \(Figure.count(winsAfter))"
      return "distance \(Figure.share(distance)) of 1, on \(wins) \(events)"
    }
  }
}
