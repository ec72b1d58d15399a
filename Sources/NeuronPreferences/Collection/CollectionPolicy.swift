/// Which activations count as a preference.
public enum CollectionPolicy: Hashable, Sendable {
  /// The one neuron of a site with the largest activation, signed; the lowest index on ties. The method's
  /// own rule (TX-Ray, section 2.1).
  case max1
  /// The one neuron with the largest magnitude; the magnitude is what is recorded.
  case absoluteMax1
  /// The K neurons with the largest activations, signed.
  case top(Int)
  /// Every neuron above its own threshold, the given quantile of its activations over the text.
  case quantile(Double)
  /// Every neuron above its own threshold, the quantile of its activations that about so many tokens of the text
  /// lie above: every neuron then rests on as much evidence, however long the text.
  case firings(Int)

  /// What the policy is of.
  public var kind: Kind {
    switch self {
    case .max1: .max1
    case .absoluteMax1: .absoluteMax1
    case .top: .top
    case .quantile: .quantile
    case .firings: .firings
    }
  }

  /// Its parameter, as text.
  private var parameter: String? {
    switch self {
    case .max1, .absoluteMax1: nil
    case .top(let count), .firings(let count): "\(count)"
    case .quantile(let quantile): "\(quantile)"
    }
  }

  /// What a run collects where it doesn't say: the method's own, for its counts, and the one that neurons are
  /// judged on. Under ``max1`` a few neurons win most tokens and the others too few to tell anything.
  public static let standard: [CollectionPolicy] = [.max1, .firings(1000)]

  /// A neuron that fires at more than one in so many tokens tells little of what it prefers.
  public static let fewestTokensAFiring = 20

  /// How often a neuron may fire on a text of so many tokens, where that is less often than the policy asks for; nil
  /// where the text is long enough.
  public func shortfall(tokens: Int) -> Int? {
    guard case .firings(let count) = self, count > tokens / Self.fewestTokensAFiring else { return nil }
    return tokens / Self.fewestTokensAFiring
  }
}

extension CollectionPolicy {
  /// One kind of policy: how it is written, what it means, how it behaves. What it picks stands in
  /// `CollectionPlan.forEachPreferred`.
  public struct Kind: Sendable {
    /// What it is called: `topk`.
    public let name: String
    /// What stands for its parameter in help: `K`; nil if it has none.
    public let parameter: String?
    /// What it records, as help says it.
    public let summary: String
    /// Whether every token has exactly one winner at each site.
    public let hasOneWinner: Bool
    /// Whether it takes a first pass over the text, to find each neuron's threshold.
    public let needsThresholds: Bool
    /// Whether activations count by their magnitude.
    public let isByMagnitude: Bool
    /// The policy of a parameter, empty where there is none.
    let make: @Sendable (String) -> CollectionPolicy?

    /// Whether neurons are set against each other, so that how often one wins says something: above its own threshold
    /// a neuron always is as often.
    public var competes: Bool { !needsThresholds }

    /// What is counted of a neuron: it wins a token, or fires at it where it does so by itself.
    public var event: String { competes ? "win" : "firing" }
    /// Several of them.
    public var events: String { event + "s" }
    /// What a neuron does there, for headings: "wins", "fires".
    public var verb: String { competes ? "wins" : "fires" }

    /// How it is written: `topk:K`.
    public var syntax: String { parameter.map { "\(name):\($0)" } ?? name }

    static let max1 = Kind(
      name: "max1", parameter: nil,
      summary: "records the neuron of the largest activation at every token (the method's own)",
      hasOneWinner: true, needsThresholds: false, isByMagnitude: false, make: { _ in .max1 })
    static let absoluteMax1 = Kind(
      name: "abs-max1", parameter: nil, summary: "that of the largest magnitude", hasOneWinner: true,
      needsThresholds: false, isByMagnitude: true, make: { _ in .absoluteMax1 })
    static let top = Kind(
      name: "topk", parameter: "K", summary: "the K largest", hasOneWinner: false, needsThresholds: false,
      isByMagnitude: false, make: { Int($0).flatMap { $0 > 0 ? .top($0) : nil } })
    static let quantile = Kind(
      name: "quantile", parameter: "Q",
      summary: "every neuron above its own threshold, which it is above at a share 1 - Q of the tokens",
      hasOneWinner: false, needsThresholds: true, isByMagnitude: false,
      make: { Double($0).flatMap { $0 > 0 && $0 < 1 ? .quantile($0) : nil } })
    static let firings = Kind(
      name: "firings", parameter: "N",
      summary: "every neuron above its own threshold, which it is above at about N tokens (at a twentieth of "
        + "the text, where that is less)",
      hasOneWinner: false, needsThresholds: true, isByMagnitude: false,
      make: { Int($0).flatMap { $0 > 0 ? .firings($0) : nil } })
  }

  /// All kinds, those first that neurons are judged on where there are several: what asks each neuron by itself gives
  /// every one of them enough to be judged, and what sets them against each other has the method's counts.
  public static let judgingKinds: [Kind] =
    kinds.filter(\.needsThresholds).reversed() + kinds.filter { !$0.needsThresholds }

  /// All kinds, in the order of help.
  public static let kinds: [Kind] = [.max1, .absoluteMax1, .top, .quantile, .firings]

  /// How policies are written: `max1, abs-max1, topk:K, quantile:Q or firings:N`.
  public static var syntax: String {
    let names = kinds.map(\.syntax)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// What the policies record, for help.
  public static var help: String {
    kinds.map { "\($0.syntax) \($0.summary)" }.joined(separator: ", ")
  }

  /// Parses ``syntax``: `topk:K` with K > 0, `quantile:Q` with 0 < Q < 1, `firings:N` with N > 0.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Self.kinds.first(where: { $0.name == parts[0] }),
      (kind.parameter == nil) == (parts.count == 1),
      let policy = kind.make(parts.count == 1 ? "" : String(parts[1]))
    else { return nil }
    self = policy
  }
}

extension CollectionPolicy: CustomStringConvertible {
  /// The text that ``init(_:)`` parses.
  public var description: String {
    parameter.map { "\(kind.name):\($0)" } ?? kind.name
  }
}
