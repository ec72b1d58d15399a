import NeuronPreferences

/// Two stages of a run that are compared, by their places in it.
public struct StagePair: Hashable, Sendable {
  /// The stage looked at as the one before.
  public let from: Int
  /// The stage looked at as the one after.
  public let to: Int

  /// Pairs stage `from` with stage `to`, both counted from 0.
  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  /// The pair as people number stages: "2→3".
  package func text(arrow: String) -> String { "\(from + 1)\(arrow)\(to + 1)" }

  /// The same; a stage paired with itself is one number.
  package func stages(arrow: String) -> String { from == to ? "\(to + 1)" : text(arrow: arrow) }
}

extension StagePair {
  /// Reads "2-3", "2 3", "2→3".
  ///
  /// - Throws: ``MeasureError/notAPair(_:)``, ``MeasureError/noSuchStage(_:count:)``.
  package init(numbers: String, stages: Int) throws(MeasureError) {
    let found = try Self.parse(numbers)
    for number in found where !(1...max(1, stages)).contains(number) {
      throw .noSuchStage(String(number), count: stages)
    }
    guard found[0] != found[1] else { throw .notAPair(numbers) }
    self.init(from: found[0] - 1, to: found[1] - 1)
  }

  /// Reads the same where nobody knows how many stages there are.
  ///
  /// - Throws: ``MeasureError/notAPair(_:)``.
  package init(numbers: String) throws(MeasureError) {
    let found = try Self.parse(numbers)
    guard found.allSatisfy({ $0 > 0 }), found[0] != found[1] else { throw .notAPair(numbers) }
    self.init(from: found[0] - 1, to: found[1] - 1)
  }

  private static func parse(_ numbers: String) throws(MeasureError) -> [Int] {
    let parts = numbers.split { $0 == "-" || $0 == " " || $0 == "→" || $0 == ">" || $0 == "," }
    let found = parts.compactMap { Int($0) }
    guard parts.count == 2, found.count == 2 else { throw .notAPair(numbers) }
    return found
  }
}

/// Two stages, and by which of their features they are compared.
public struct ComparedPair: Hashable, Sendable {
  /// The stages.
  public let pair: StagePair
  /// Tokens or tags.
  public let feature: FeatureKind

  /// Pairs stages for a comparison by that feature.
  public init(_ pair: StagePair, by feature: FeatureKind = .token) {
    self.pair = pair
    self.feature = feature
  }
}
