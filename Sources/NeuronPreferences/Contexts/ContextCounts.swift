/// How many of a neuron's firings are kept with the tokens around them. They are half of a small snapshot.
public struct ContextCounts: Equatable, Sendable {
  /// Its strongest firings.
  public let strongest: Int
  /// Firings drawn uniformly from all.
  public let sampled: Int

  /// Most of either.
  public static let limit = 1 << 10
  /// What is kept unless it is said.
  public static let usual = ContextCounts(strongest: 5, sampled: 10)

  /// So many of each.
  ///
  /// - Precondition: both within 0 and ``limit``.
  public init(strongest: Int, sampled: Int) {
    precondition((0...Self.limit).contains(strongest) && (0...Self.limit).contains(sampled))
    (self.strongest, self.sampled) = (strongest, sampled)
  }

  /// Reads "STRONGEST,SAMPLED", as in "5,10"; nil for anything else and for numbers beyond ``limit``.
  public init?(_ text: String) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let strongest = numbers[0], let sampled = numbers[1],
      (0...Self.limit).contains(strongest), (0...Self.limit).contains(sampled)
    else { return nil }
    self.init(strongest: strongest, sampled: sampled)
  }
}

extension ContextCounts: CustomStringConvertible {
  /// As it is read.
  public var description: String { "\(strongest),\(sampled)" }
}
