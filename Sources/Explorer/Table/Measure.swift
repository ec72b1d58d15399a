/// A statistic of a neuron: a column of the table, something to sort and to filter by.
public enum Measure: Hashable, Sendable {
  /// What the last question about preferences came to.
  case score
  /// The mass of the token last asked for, in a stage.
  case tokenMass(Int)
  /// Its number.
  case neuron
  /// Whether it is marked.
  case marked
  /// The tokens it prefers most at both of two stages, or of a stage paired with itself: words, no number.
  case tokens(StagePair)
  /// The part of speech that holds most of its mass at both of two stages; likewise.
  case tagClass(StagePair)
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

  /// The names that ``init(name:shown:pair:stages:)`` reads, without stages.
  static let names = [
    "neuron", "tokens", "class", "state", "moved", "wins", "length", "mass", "mean", "change", "distance",
    "union", "q",
    "marked",
  ]

  /// The name as it is typed, with its stages: "wins@2", "moved@2-3".
  var name: String {
    switch self {
    case .score: "score"
    case .tokenMass(let stage): "token@\(stage + 1)"
    case .neuron: "neuron"
    case .marked: "marked"
    case .tokens(let pair): "tokens@\(pair.stages(arrow: "-"))"
    case .tagClass(let pair): "class@\(pair.stages(arrow: "-"))"
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

  /// The heading of its column; `events` are what is counted.
  func title(arrow: String, events: String) -> String {
    switch self {
    case .score: "score"
    case .tokenMass(let stage): "token \(stage + 1)"
    case .neuron: "id"
    case .marked: ""
    case .tokens(let pair): "tokens \(pair.stages(arrow: arrow))"
    case .tagClass(let pair): "class \(pair.stages(arrow: arrow))"
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

  /// Whether it has values only after a question about preferences.
  var needsRanking: Bool {
    switch self {
    case .score, .tokenMass: true
    default: false
    }
  }

  /// Whether it has values to sort and filter by.
  var isNumber: Bool {
    switch self {
    case .tokens, .tagClass: false
    default: true
    }
  }

  /// The stages it compares, if it does.
  var pair: StagePair? {
    switch self {
    case .verdict(let pair), .moved(let pair), .rate(let pair), .lengthChange(let pair), .distance(let pair),
      .union(let pair):
      pair
    default: nil
    }
  }

  /// Whether it needs stages to be compared neuron by neuron.
  var needsComparison: Bool {
    switch self {
    case .moved, .rate, .distance, .union: true
    default: false
    }
  }

  /// Whether a first sort by it should show the largest first.
  var isLargestFirst: Bool {
    switch self {
    case .neuron, .verdict, .rate: false
    default: true
    }
  }

  /// Reads a name; where it names no stage, the stage shown or the pair compared are meant.
  ///
  /// - Throws: `CommandError.unknownMeasure`, `.noSuchStage`.
  init(name: String, shown: Int, pair: StagePair?, stages: Int) throws(CommandError) {
    let parts = name.lowercased().split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let word = parts.first.map(String.init) ?? ""
    let numbers = parts.count > 1 ? String(parts[1]) : nil
    func stage() throws(CommandError) -> Int {
      guard let numbers else { return shown }
      guard let number = Int(numbers), (1...max(1, stages)).contains(number) else {
        throw .noSuchStage(numbers, count: stages)
      }
      return number - 1
    }
    /// A pair, or a stage with itself; a run of one stage has only that.
    func stageOrPair() throws(CommandError) -> StagePair {
      if let numbers, !numbers.contains(where: { "-→> ,".contains($0) }) {
        let only = try stage()
        return StagePair(from: only, to: only)
      }
      if numbers == nil, pair == nil { return StagePair(from: shown, to: shown) }
      return try stagePair()
    }
    func stagePair() throws(CommandError) -> StagePair {
      guard let numbers else {
        guard let pair else { throw .oneStageOnly }
        return pair
      }
      return try StagePair(numbers: numbers, stages: stages)
    }
    switch word {
    case "neuron", "id", "#": self = .neuron
    case "score": self = .score
    case "marked", "mark": self = .marked
    case "tokens": self = .tokens(try stageOrPair())
    case "class": self = .tagClass(try stageOrPair())
    case "state": self = .verdict(try stagePair())
    case "distance", "hellinger", "h": self = .distance(try stagePair())
    case "union": self = .union(try stagePair())
    case "moved": self = .moved(try stagePair())
    case "q": self = .rate(try stagePair())
    case "change", "shift": self = .lengthChange(try stagePair())
    case "wins", "count": self = .wins(try stage())
    case "length", "len": self = .length(try stage())
    case "mass": self = .mass(try stage())
    case "mean": self = .mean(try stage())
    case "token": self = .tokenMass(try stage())
    default: throw .unknownMeasure(word)
    }
  }
}

extension StagePair {
  /// Reads "2-3", "2 3", "2→3".
  init(numbers: String, stages: Int) throws(CommandError) {
    let parts = numbers.split { $0 == "-" || $0 == " " || $0 == "→" || $0 == ">" || $0 == "," }
    let found = parts.compactMap { Int($0) }
    guard parts.count == 2, found.count == 2 else { throw .notAPair(numbers) }
    for number in found where !(1...max(1, stages)).contains(number) {
      throw .noSuchStage(String(number), count: stages)
    }
    guard found[0] != found[1] else { throw .notAPair(numbers) }
    self.init(from: found[0] - 1, to: found[1] - 1)
  }
}
