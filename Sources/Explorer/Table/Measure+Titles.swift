import Measures

extension Measure {
  /// The heading of its column; `events` are what is counted.
  func title(arrow: String, events: String) -> String {
    switch self {
    case .score: "score"
    case .tokenMass(let stage): "token \(stage + 1)"
    case .tokenChange: "change"
    case .neuron: "id"
    case .marked: ""
    case .tokens(let pair): "tokens \(pair.stages(arrow: arrow))"
    case .tagClass(let pair): "class \(pair.stages(arrow: arrow))"
    case .tag(let pair): "tag \(pair.stages(arrow: arrow))"
    case .tagShare(let stage): "share \(stage + 1)"
    case .tagMoved(let pair): "tags \(pair.text(arrow: arrow))"
    case .verdict: "state"
    case .moved(let pair): "moved \(pair.text(arrow: arrow))"
    case .rate: "q"
    case .lengthChange(let pair): "length \(pair.text(arrow: arrow))"
    case .wins(let stage): "\(events) \(stage + 1)"
    case .length(let stage): "length \(stage + 1)"
    case .mass(let stage): "mass \(stage + 1)"
    case .mean(let stage): "mean \(stage + 1)"
    case .distance(let pair): "H \(pair.text(arrow: arrow))"
    case .union(let pair): "union \(pair.text(arrow: arrow))"
    }
  }
}
