import Glibc

/// What a neuron prefers at one stage, in a line: "of, to: prepositions; 99% of its mass on 2 tokens". Reports, listings
/// and the explorer say it in these words.
public struct PreferenceSummary: Hashable, Sendable {
  /// The tokens that carry most of its activation mass, three at most.
  public let tokens: [String]
  /// The parts of speech they are, in words; nil where the text has no tags.
  public let classes: String?
  /// So many tokens, the strongest,
  public let count: Int
  /// carry this share of its mass.
  public let share: Double
  /// 1 where all mass is on one token, 0 where it is spread evenly over the vocabulary: 1 - H/ln V, H being the entropy
  /// of the tokens' shares of the mass and V the size of the vocabulary.
  public let selectivity: Double

  /// Tokens of a smaller share are not named, unless all are smaller.
  private static let smallestNamed = 0.05
  /// Up to so many tokens that hold nine tenths of the mass are worth counting exactly.
  private static let few = 5

  /// Sums up the neuron in a row; nil for one that recorded nothing, or nothing above 0.
  ///
  /// O(entries of the row · log entries). Throws ``SnapshotError`` if the row is damaged.
  public init?(_ snapshot: Snapshot, row: Int) throws(SnapshotError) {
    let ranked = try snapshot.ranked(ofRow: row, by: .mass)
    let shares = ranked.top.map { $0.value ?? 0 }
    guard let largest = shares.first, largest > 0 else { return nil }
    let named = shares.prefix(3).count { $0 >= Self.smallestNamed }
    tokens = ranked.top.prefix(named == 0 ? 3 : named).map {
      snapshot.tokens.name(of: $0.preference.feature)
    }
    classes =
      if let tags = snapshot.tags { try ClassShares(ofRow: row, in: tags).words } else { nil }
    (count, share) = Self.concentration(shares)
    let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    let most = log(Double(max(snapshot.tokens.featureCount, 2)))
    selectivity = max(0, 1 - entropy / most)
  }

  /// How many of the largest shares hold nine tenths, or where these are many, half of all.
  private static func concentration(_ shares: [Double]) -> (count: Int, share: Double) {
    var sum = 0.0
    var half: (count: Int, share: Double)?
    for (place, share) in shares.enumerated() {
      sum += share
      // Sums of shares are as exact as their rounding.
      if half == nil, sum >= 0.5 - 1e-9 { half = (place + 1, sum) }
      if sum >= 0.9 - 1e-9, place < few { return (place + 1, sum) }
      if place >= few, let half { return half }
    }
    return half ?? (shares.count, sum)
  }

  /// The whole line.
  public var text: String {
    let part = count > Self.few ? "half" : "\(Int((share * 100).rounded()))%"
    return "\(preferred); \(part) of its mass on \(count) token\(count == 1 ? "" : "s")"
  }

  /// Tokens and parts of speech only: "of, to: prepositions".
  public var preferred: String {
    tokens.map(Self.quotedIfMark).joined(separator: ", ") + (classes.map { ": \($0)" } ?? "")
  }

  /// A comma among commas, or a colon before one, must be told from them: a token without a letter or digit is quoted.
  private static func quotedIfMark(_ token: String) -> String {
    if token.contains(where: { $0.isLetter || $0.isNumber }) { return token }
    return token.contains("\"") ? "'\(token)'" : "\"\(token)\""
  }
}
