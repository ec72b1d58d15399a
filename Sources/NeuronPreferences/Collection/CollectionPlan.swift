import Sites

/// What is collected: fixed before the first document, and the same for every shard.
public struct CollectionPlan: Sendable {
  /// Where activations are read.
  public let sites: SiteList
  /// All sites of the collection where these are a part of them; nil where these are all.
  public let wholeSites: SiteList?
  /// Number of token ids; ids are 0..<`vocabularySize`.
  public let vocabularySize: Int
  /// Number of tag ids; 0 where the text carries no tags.
  public let tagCount: Int
  /// Which activations count.
  public let policy: CollectionPolicy
  /// The document of index i belongs to block i modulo this number.
  public let blockCount: Int
  /// The id that stands for every word outside the vocabulary, if there is one.
  public let unknownToken: Int32?
  /// Range of each site's histograms; what lies outside is counted in the first or last bin.
  public let histogramRanges: [ClosedRange<Float>]
  /// Number of bins of each neuron's histogram.
  public let histogramBins: Int
  /// Tokens kept before and after a firing.
  public let contextRadius: Int
  /// Firings of each neuron that are kept with their context.
  public let contexts: ContextCounts
  /// Whether the text is also read by the checkpoint that this one descends from, to tell neurons that
  /// changed from those that were only outdone.
  public let comparesWithParent: Bool
  /// For ``CollectionPolicy/quantile(_:)`` and ``CollectionPolicy/firings(_:)``: each neuron's threshold, by row; see ``QuantileSketch``.
  public let thresholds: [Float]?
  /// So many tokens at the start of each document are read, but left out of every statistic: a state that
  /// starts at zero says more of itself there than of the text.
  public let skippedStarts: Int

  /// Range of the histograms where a site's activations know no bound.
  public static let unboundedHistogramRange: ClosedRange<Float> = -8...8

  /// Bytes that the moments of one document take up.
  public var momentBytes: Int {
    sites.neuronCount * (NeuronMoments.bytes + histogramBins * MemoryLayout<UInt32>.stride)
  }

  /// Document blocks unless others are asked for; a text can be divided into as many shards.
  public static let usualBlockCount = 64
  /// Most neurons that can be collected at once.
  public static var neuronLimit: Int { TripleKey.rowLimit }
  /// Most token or tag ids.
  public static var featureLimit: Int { TripleKey.featureLimit }
  /// Most document blocks.
  public static var blockLimit: Int { TripleKey.blockLimit }
  /// Fewest and most bins of a histogram.
  public static let histogramBinLimits = 1...1 << 16
  /// Most tokens that can be left out at the start of each document.
  public static let skippedStartLimit = 1 << 20

  /// Checks and fixes a plan.
  ///
  /// - Parameter histogramRanges: one a site; -1...1 unless given.
  /// - Throws: ``CollectionError``.
  public init(
    sites: SiteList, vocabularySize: Int, tagCount: Int = 0, policy: CollectionPolicy = .max1,
    blockCount: Int = Self.usualBlockCount, unknownToken: Int32? = nil,
    histogramRanges: [ClosedRange<Float>]? = nil,
    histogramBins: Int = 32, contextRadius: Int = 5, contexts: ContextCounts = .usual,
    comparesWithParent: Bool = false, thresholds: [Float]? = nil, skippedStarts: Int = 0,
    wholeSites: SiteList? = nil
  ) throws(CollectionError) {
    try Self.check(sites.neuronCount, "neurons", 1...TripleKey.rowLimit)
    try Self.check(vocabularySize, "vocabulary", 1...TripleKey.featureLimit)
    try Self.check(tagCount, "tags", 0...TripleKey.featureLimit)
    try Self.check(blockCount, "blocks", 1...TripleKey.blockLimit)
    try Self.check(histogramBins, "histogram bins", Self.histogramBinLimits)
    try Self.check(contextRadius, "context radius", 0...1 << 10)
    try Self.check(skippedStarts, "tokens left out of each document", 0...Self.skippedStartLimit)
    if policy.kind.needsThresholds, thresholds?.count != sites.neuronCount { throw .needsThresholds(policy) }
    self.sites = sites
    self.wholeSites = wholeSites == sites ? nil : wholeSites
    precondition(wholeSites.map { $0.offset(of: sites) != nil } ?? true, "a part of other sites")
    self.vocabularySize = vocabularySize
    self.tagCount = tagCount
    self.policy = policy
    self.blockCount = blockCount
    self.unknownToken = unknownToken
    self.histogramRanges = histogramRanges ?? sites.sites.map { _ in -1...1 }
    precondition(self.histogramRanges.count == sites.sites.count, "one range a site")
    self.histogramBins = histogramBins
    self.contextRadius = contextRadius
    self.contexts = contexts
    self.comparesWithParent = comparesWithParent
    self.thresholds = policy.kind.needsThresholds ? thresholds : nil
    self.skippedStarts = skippedStarts
  }

  /// The row of row 0 among all neurons of the collection: a part's contexts are sampled as the whole's.
  var firstRow: Int { wholeSites?.offset(of: sites) ?? 0 }

  private static func check(_ found: Int, _ what: String, _ range: ClosedRange<Int>) throws(CollectionError) {
    if !range.contains(found) { throw .outOfRange(what: what, found: found, allowed: range) }
  }
}

/// Why a collection can't be started.
public enum CollectionError: Error, Equatable, Sendable {
  /// A size is too small or too large.
  case outOfRange(what: String, found: Int, allowed: ClosedRange<Int>)
  /// The policy needs one threshold a neuron, found in a first pass over the text.
  case needsThresholds(CollectionPolicy)
}
