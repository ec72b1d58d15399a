import Settings

/// What is wrong with the name of a statistic, or with the stages beside it.
public enum MeasureError: Error, Equatable, Sendable {
  /// No statistic has this name; `suggestion` is the nearest one.
  case unknownMeasure(String, suggestion: String?)
  /// There is no such stage.
  case noSuchStage(String, count: Int)
  /// Not two different stages.
  case notAPair(String)
  /// Nothing can be compared.
  case oneStageOnly
  /// What stands behind the colon of an order is no direction.
  case notADirection(String)
}

/// What a name without stages means, and what stages there are.
public struct MeasureContext: Sendable {
  /// The stage meant, counted from 0.
  public var shown: Int
  /// The pair meant; nil in a run of one stage.
  public var pair: StagePair?
  /// How many stages there are.
  public var stages: Int

  /// Describes where names are read.
  public init(shown: Int, pair: StagePair?, stages: Int) {
    self.shown = shown
    self.pair = pair
    self.stages = stages
  }
}

extension Measure {
  /// The names that ``init(name:in:)`` reads, without stages, and what each is.
  package static let names: [(name: String, summary: String)] = [
    ("neuron", "its number"), ("tokens", "what it likes most"), ("tag", "the tag of most of its mass"),
    ("tag-share", "share of its mass on that tag"), ("tag-moved", "how far its tags moved"),
    ("class", "noun, verb, prep: half of its mass or more"), ("state", "what became of it"),
    ("moved", "how far its tokens moved"), ("q", "false discoveries among all that moved as much"),
    ("wins", "tokens won, or fired at"), ("length", "different tokens"), ("mass", "sum of its activations"),
    ("mean", "mean of its activations"), ("change", "change of length"),
    ("distance", "Hellinger distance, chance included"), ("union", "different tokens in either stage"),
    ("marked", "whether it is marked"),
  ]

  /// Reads a name with its stages behind it, `wins@2`, `wins2`, `moved@1-3`. Where none are named, those of the context
  /// are meant.
  ///
  /// - Throws: ``MeasureError``.
  package init(name: String, in context: MeasureContext) throws(MeasureError) {
    let (word, numbers) = Self.split(name)
    func stage() throws(MeasureError) -> Int {
      guard let numbers else { return context.shown }
      guard let number = Int(numbers), (1...max(1, context.stages)).contains(number) else {
        throw .noSuchStage(numbers, count: context.stages)
      }
      return number - 1
    }
    func stagePair() throws(MeasureError) -> StagePair {
      if let numbers { return try StagePair(numbers: numbers, stages: context.stages) }
      guard let pair = context.pair else { throw .oneStageOnly }
      return pair
    }
    /// A pair, or a stage with itself; a run of one stage has only that.
    func stageOrPair() throws(MeasureError) -> StagePair {
      if let numbers, numbers.contains(where: { "-→> ,".contains($0) }) { return try stagePair() }
      if numbers == nil, let pair = context.pair { return pair }
      let only = try stage()
      return StagePair(from: only, to: only)
    }
    switch word {
    case "neuron", "id", "#": self = .neuron
    case "score": self = .score
    case "marked", "mark": self = .marked
    case "tokens": self = .tokens(try stageOrPair())
    case "class": self = .tagClass(try stageOrPair())
    case "tag": self = .tag(try stageOrPair())
    case "tag-share", "tagshare": self = .tagShare(try stage())
    case "tag-moved", "tagmoved": self = .tagMoved(try stagePair())
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
    case "token-change": self = .tokenChange(try stagePair())
    case "token": self = .tokenMass(try stage())
    default: throw .unknownMeasure(word, suggestion: nearest(to: word, among: Self.names.map(\.name)))
    }
  }

  /// "wins@2" or "wins2" as its word and its stages; nil where none are named.
  package static func split(_ name: String) -> (word: String, numbers: String?) {
    let name = name.lowercased()
    guard let end = name.firstIndex(where: { $0 == "@" || ("0"..."9").contains($0) }), end > name.startIndex
    else { return (name, nil) }
    let numbers = name[end...].drop { $0 == "@" }
    return (String(name[..<end]), String(numbers))
  }
}
