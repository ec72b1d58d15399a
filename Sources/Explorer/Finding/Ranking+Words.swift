import Measures
import Sites

extension Ranking {
  /// A score as the table shows it, with the length of its bar, 0 to 1.
  func cell(_ score: Double) -> (number: String, bar: Double) {
    switch question {
    case .token:
      return (Figure.quantity(score), largest > 0 ? score / largest : 0)
    case .likeness: return (Figure.share(score), score)
    }
  }

  /// The heading of the column of scores.
  func title(_ sites: SiteList) -> String {
    switch question {
    case .token(let name): name
    case .likeness(let row, _): "to \(sites.neuron(atRow: row).index)"
    }
  }

  /// What the table shows then.
  func caption(_ sites: SiteList, _ stages: [Stage]) -> String {
    let label = stages[stage].label
    let competes = stages[stage].snapshot.policy.kind.competes
    return switch question {
    case .token(let name): "\(competes ? "won" : "fired at") \"\(name)\", by its mass in \(label)"
    case .likeness(let row, let own):
      "nearest in \(label) to \(sites.neuron(atRow: row))"
        + (own == stage ? "" : " in \(stages[own].label)") + ", by cosine"
    }
  }
}
