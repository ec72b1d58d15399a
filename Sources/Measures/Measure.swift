/// A statistic of a neuron: a column of the table, something to sort and to filter by.
public enum Measure: Hashable, Sendable {
  /// What the last question about preferences came to.
  case score
  /// The mass of the token last asked for, in a stage.
  case tokenMass(Int)
  /// How much more mass the token last asked for has in the second of two stages.
  case tokenChange(StagePair)
  /// Its number.
  case neuron
  /// Whether it is marked.
  case marked
  /// The tokens it prefers most at both of two stages, or of a stage paired with itself: words, no number.
  case tokens(StagePair)
  /// The part of speech that holds most of its mass at both of two stages; likewise.
  case tagClass(StagePair)
  /// The tag that holds most of its mass at both of two stages, or of a stage paired with itself: words.
  case tag(StagePair)
  /// The share of its mass on that tag in a stage.
  case tagShare(Int)
  /// How far its preferences for tags moved between two stages.
  case tagMoved(StagePair)
  /// What became of it between two stages.
  case verdict(StagePair)
  /// How far its preferences moved between two stages.
  case moved(StagePair)
  /// The rate of false discoveries that the move stands for.
  case rate(StagePair)
  /// The plain Hellinger distance between two stages.
  case distance(StagePair)
  /// Distinct tokens preferred in either of two stages.
  case union(StagePair)
  /// How many more distinct tokens it prefers in the second of two stages.
  case lengthChange(StagePair)
  /// Tokens won in a stage.
  case wins(Int)
  /// Distinct tokens preferred in a stage.
  case length(Int)
  /// The sum of its recorded activations in a stage.
  case mass(Int)
  /// The mean of its recorded activations in a stage.
  case mean(Int)

  /// The name as it is typed, with its stages: "wins@2", "moved@2-3".
  package var name: String {
    switch self {
    case .score: "score"
    case .tokenMass(let stage): "token@\(stage + 1)"
    case .tokenChange(let pair): "token-change@\(pair.text(arrow: "-"))"
    case .neuron: "neuron"
    case .marked: "marked"
    case .tokens(let pair): "tokens@\(pair.stages(arrow: "-"))"
    case .tagClass(let pair): "class@\(pair.stages(arrow: "-"))"
    case .tag(let pair): "tag@\(pair.stages(arrow: "-"))"
    case .tagShare(let stage): "tag-share@\(stage + 1)"
    case .tagMoved(let pair): "tag-moved@\(pair.text(arrow: "-"))"
    case .verdict(let pair): "state@\(pair.text(arrow: "-"))"
    case .moved(let pair): "moved@\(pair.text(arrow: "-"))"
    case .rate(let pair): "q@\(pair.text(arrow: "-"))"
    case .lengthChange(let pair): "change@\(pair.text(arrow: "-"))"
    case .wins(let stage): "wins@\(stage + 1)"
    case .length(let stage): "length@\(stage + 1)"
    case .mass(let stage): "mass@\(stage + 1)"
    case .mean(let stage): "mean@\(stage + 1)"
    case .distance(let pair): "distance@\(pair.text(arrow: "-"))"
    case .union(let pair): "union@\(pair.text(arrow: "-"))"
    }
  }

  /// Whether it has values only after a question about preferences.
  package var needsRanking: Bool {
    switch self {
    case .score, .tokenMass, .tokenChange: true
    default: false
    }
  }

  /// Whether it has values only in a run whose text is tagged.
  package var needsTags: Bool {
    switch self {
    case .tag, .tagClass, .tagShare, .tagMoved: true
    default: false
    }
  }

  /// Whether it has values to sort and filter by.
  package var isNumber: Bool {
    switch self {
    case .tokens, .tagClass, .tag: false
    default: true
    }
  }

  /// The stages it compares, if it does.
  package var pair: StagePair? {
    switch self {
    case .verdict(let pair), .moved(let pair), .rate(let pair), .lengthChange(let pair), .distance(let pair),
      .union(let pair), .tagMoved(let pair), .tokenChange(let pair):
      pair
    default: nil
    }
  }

  /// The stages that its values come from; none for those of no stage.
  var stages: [Int] {
    switch self {
    case .tokenMass(let stage), .tagShare(let stage), .wins(let stage), .length(let stage), .mass(let stage),
      .mean(let stage):
      [stage]
    case .tokens(let pair), .tagClass(let pair), .tag(let pair): [pair.from, pair.to]
    default: pair.map { [$0.from, $0.to] } ?? []
    }
  }

  /// The comparison, neuron by neuron, that it needs; nil where columns of the snapshots suffice.
  package var compared: ComparedPair? {
    switch self {
    case .moved(let pair), .rate(let pair), .distance(let pair), .union(let pair): ComparedPair(pair)
    case .tagMoved(let pair): ComparedPair(pair, by: .tag)
    default: nil
    }
  }

  /// Whether a first sort by it should show the largest first.
  package var isLargestFirst: Bool {
    switch self {
    case .neuron, .verdict, .rate, .tokenChange: false
    default: true
    }
  }
}
