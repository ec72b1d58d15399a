/// What one document says about every neuron: the part of the work that documents do independently of
/// each other, on any thread.
///
/// Feed it the document in chunks of any size, each chunk once for every site of the plan; then hand it
/// to ``PreferenceCollector/absorb(_:)``. Its size depends on the distinct (neuron, feature) pairs and the
/// number of neurons, not on the length of the document.
public struct DocumentPreferences: Sendable {
  /// Position of the document in the corpus, from 0. It decides the block.
  public let index: Int
  let plan: CollectionPlan
  var tokens = TripleTable()
  var tags = TripleTable()
  /// Occurrences, keyed by feature with row 0.
  var tokenFrequency = TripleTable()
  var tagFrequency = TripleTable()
  /// Nil where others bring them: a recording those of whole blocks, a collection under several policies those of
  /// the first.
  var moments: NeuronMoments?
  var parent: ParentMoments?
  var contexts: ContextShelf
  private var recorders: [ContextRecorder]
  /// Tokens recorded at each site, and compared with the parent.
  private var recorded: [Int]
  private var compared: [Int]
  var counts = CollectionCounts()

  /// Starts a document.
  ///
  /// - Parameter keepsMoments: false where the moments of its activations come from elsewhere.
  public init(index: Int, plan: CollectionPlan, keepsMoments: Bool = true) {
    precondition(index >= 0)
    self.index = index
    self.plan = plan
    moments = keepsMoments ? NeuronMoments(plan: plan) : nil
    parent = plan.comparesWithParent ? ParentMoments(rows: plan.sites.neuronCount) : nil
    contexts = ContextShelf(plan: plan)
    recorded = Array(repeating: 0, count: plan.sites.sites.count)
    compared = recorded
    recorders = plan.sites.sites.map { ContextRecorder(plan: plan, site: $0) }
  }

  /// What tokens at the start of documents are counted as where the plan leaves them out.
  public static let skippedStart = "document-start"

  /// What tokens that stand for no text are counted as.
  public static let specialToken = "special"

  /// Counts tokens that were read but are left out of every statistic, e.g. `("too-long", 1)`.
  public mutating func skip(_ count: Int, reason: String) {
    if count > 0 { counts.skipped[reason, default: 0] += count }
  }

  /// Adds a chunk of tokens with one site's activations after reading each of them.
  ///
  /// Tokens that the plan leaves out at the start of documents must be there too: contexts show them.
  ///
  /// O(T·N). Activations that are not finite are left out and counted; if none of a token's are finite,
  /// the token prefers nothing at this site.
  ///
  /// - Parameters:
  ///   - site: Position in the plan's list of sites. The text itself is counted with site 0.
  ///   - tokens: T token ids, each within the plan's vocabulary.
  ///   - tags: T tag ids, -1 where a token has none; nil where the text carries no tags.
  ///   - activations: `[T, N]`, N the site's neurons.
  ///   - stride: Floats from one token's activations to the next's, at least N.
  public mutating func record(
    site: Int, tokens: UnsafeBufferPointer<Int32>, tags: UnsafeBufferPointer<Int32>? = nil,
    activations: UnsafePointer<Float>, stride: Int
  ) {
    let place = plan.sites.sites[site]
    precondition(stride >= place.neurons && (tags == nil || tags?.count == tokens.count))
    let begin = plan.skipped(of: tokens.count, after: &recorded[site])
    let first = activations + begin * stride
    let count = tokens.count - begin
    if site == 0 {
      skip(begin, reason: Self.skippedStart)
      countText(
        UnsafeBufferPointer(rebasing: tokens[begin...]),
        tags.map { UnsafeBufferPointer(rebasing: $0[begin...]) })
    }
    let allFinite = Self.areFinite(first, tokenCount: count, stride: stride, neurons: place.neurons)
    if !allFinite { countNonFinite(first, count, stride, place.neurons) }
    moments?.add(
      first, tokenCount: count, stride: stride, site: site, of: plan.sites, allFinite: allFinite)
    let plan = plan
    let keepsContexts = plan.contexts != ContextCounts(strongest: 0, sampled: 0)
    for position in begin..<tokens.count {
      let values = UnsafeBufferPointer(start: activations + position * stride, count: place.neurons)
      let token = Int(tokens[position])
      let tag = tags.map { Int($0[position]) } ?? -1
      plan.forEachPreferred(values, firstRow: place.firstRow, allFinite: allFinite) { row, value in
        self.tokens.add(TripleKey(row: row, feature: token), value: value)
        if tag >= 0 { self.tags.add(TripleKey(row: row, feature: tag), value: value) }
        if keepsContexts {
          let neuron = row - place.firstRow
          recorders[site].note(neuron: neuron, at: position, activation: values[neuron])
        }
      }
    }
    if keepsContexts {
      recorders[site].take(tokens, activations, stride: stride, document: index, into: &contexts)
    }
  }

  /// Adds what the parent checkpoint's neurons did at the same tokens: `[tokenCount, N]` of this one and of
  /// its parent, each with its own stride. Each chunk once for every site, beside ``record(site:tokens:tags:activations:stride:)``.
  ///
  /// - Precondition: the plan says that it compares with the parent.
  public mutating func compare(
    site: Int, tokenCount: Int, activations: UnsafePointer<Float>, stride: Int,
    parentActivations: UnsafePointer<Float>, parentStride: Int
  ) {
    precondition(plan.comparesWithParent, "the plan does not compare with a parent")
    let place = plan.sites.sites[site]
    let begin = plan.skipped(of: tokenCount, after: &compared[site])
    parent?.add(
      activations + begin * stride, stride: stride, parent: parentActivations + begin * parentStride,
      parentStride: parentStride, tokenCount: tokenCount - begin, firstRow: place.firstRow,
      neurons: place.neurons)
  }

  /// Completes what waited for more text.
  mutating func finish() {
    for site in recorders.indices { recorders[site].finish(document: index, into: &contexts) }
  }

  /// Adds a chunk given as arrays, `activations` being `[T, N]` without gaps.
  public mutating func record(site: Int, tokens: [Int32], tags: [Int32]? = nil, activations: [Float]) {
    let neurons = plan.sites.sites[site].neurons
    precondition(activations.count == tokens.count * neurons)
    tokens.withUnsafeBufferPointer { tokens in
      activations.withUnsafeBufferPointer { activations in
        guard let start = activations.baseAddress else { return }
        if let tags {
          tags.withUnsafeBufferPointer {
            record(site: site, tokens: tokens, tags: $0, activations: start, stride: neurons)
          }
        } else {
          record(site: site, tokens: tokens, activations: start, stride: neurons)
        }
      }
    }
  }

  mutating func countText(_ tokens: UnsafeBufferPointer<Int32>, _ tags: UnsafeBufferPointer<Int32>?) {
    counts.tokensScanned += tokens.count
    for token in tokens {
      precondition(token >= 0 && token < plan.vocabularySize, "token id outside of the plan's vocabulary")
      tokenFrequency.add(TripleKey(row: 0, feature: Int(token)), value: 0)
      if token == plan.unknownToken { counts.unknownTokens += 1 }
    }
    guard let tags else { return }
    for tag in tags {
      precondition(tag >= -1 && tag < plan.tagCount, "tag id outside of the plan's tags")
      if tag >= 0 {
        tagFrequency.add(TripleKey(row: 0, feature: Int(tag)), value: 0)
      } else {
        counts.untaggedTokens += 1
      }
    }
  }

  private mutating func countNonFinite(
    _ activations: UnsafePointer<Float>, _ tokenCount: Int, _ stride: Int, _ neurons: Int
  ) {
    for position in 0..<tokenCount {
      for neuron in 0..<neurons where !activations[position * stride + neuron].isFinite {
        counts.nonFiniteActivations += 1
      }
    }
  }
}

extension CollectionPlan {
  /// How many of the next `count` tokens of a document are left out, `position` tokens having come before;
  /// `position` moves on.
  func skipped(of count: Int, after position: inout Int) -> Int {
    defer { position += count }
    return min(count, max(0, skippedStarts - position))
  }
}

/// How much text was read, and what was left out. Counts of disjoint parts add up.
public struct CollectionCounts: Hashable, Sendable {
  /// Tokens whose activations were recorded.
  public var tokensScanned = 0
  /// Tokens that were read but left out, by reason.
  public var skipped: [String: Int] = [:]
  /// Tokens outside the vocabulary, among those scanned.
  public var unknownTokens = 0
  /// Tokens without a tag, among those scanned with tags.
  public var untaggedTokens = 0
  /// Activations that were infinite or not a number.
  public var nonFiniteActivations = 0

  /// No text yet.
  public init() {}

  /// Adds the counts of another part of the text.
  public static func += (left: inout CollectionCounts, right: CollectionCounts) {
    left.tokensScanned += right.tokensScanned
    left.skipped.merge(right.skipped, uniquingKeysWith: +)
    left.unknownTokens += right.unknownTokens
    left.untaggedTokens += right.untaggedTokens
    left.nonFiniteActivations += right.nonFiniteActivations
  }
}
