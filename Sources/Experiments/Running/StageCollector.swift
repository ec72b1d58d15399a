import Kernels
import NeuronPreferences
import Sites

/// Has a model read documents and gathers what each neuron prefers.
///
/// Feed it documents in the order of the corpus, as many at a time as are at hand; activations are reduced
/// document by document on all threads and never kept. The result is the same, to the bit, however the
/// documents are cut into calls and whatever the number of threads.
///
/// Given the model that this one descends from, it has that one read the same text beside, and keeps
/// how far each neuron still does what it did.
public final class StageCollector {
  private let plans: [CollectionPlan]
  private let source: any ActivationSource
  private let parent: (any ActivationSource)?
  private let parentBytes: Int
  private let specialTokens: Set<Int32>
  private var collectors: [PreferenceCollector]
  /// Tokens collected so far.
  public private(set) var tokens = 0

  /// A collector over all sites of a source.
  ///
  /// - Parameters:
  ///   - policies: which activations count; each gives a snapshot of its own.
  ///   - thresholds: each neuron's threshold under the policies that need them, from ``ThresholdSearch``.
  ///   - specialTokens: tokens that are read but stand for no text: they are left out and counted.
  ///   - skippedStarts: tokens to leave out at the start of each document.
  ///   - contexts: firings of each neuron that are kept with their context.
  ///   - parent: the model that this one was trained from, with the same sites; it doubles the work.
  ///   - parentBytes: most memory that the parent's activations take up, unless one document needs more.
  ///   - wholeSites: all sites of the collection where the source has a part of them.
  ///   - featureCount: how many features there are, where they are words and not the source's tokens.
  /// - Throws: `CollectionError`, `ParentError.differentSizes`.
  public init(
    _ source: any ActivationSource, policies: [CollectionPolicy],
    thresholds: [CollectionPolicy: [Float]] = [:], tagCount: Int = 0, unknownToken: Int32?,
    specialTokens: Set<Int32> = [], skippedStarts: Int = 0,
    contexts: ContextCounts = .usual, parent: (any ActivationSource)? = nil, parentBytes: Int = 64 << 20,
    wholeSites: SiteList? = nil, featureCount: Int? = nil
  ) throws {
    if let parent { try Self.requireSameNeurons(source, parent) }
    precondition(!policies.isEmpty)
    let ranges = source.sites.sites.indices.map { place in
      source.bounds(site: place) ?? CollectionPlan.unboundedHistogramRange
    }
    plans = try policies.map { policy in
      try CollectionPlan(
        sites: source.sites, vocabularySize: featureCount ?? source.vocabularySize, tagCount: tagCount,
        policy: policy, unknownToken: unknownToken, histogramRanges: ranges,
        contexts: contexts, comparesWithParent: parent != nil, thresholds: thresholds[policy],
        skippedStarts: skippedStarts,
        wholeSites: wholeSites)
    }
    self.source = source
    self.parent = parent
    self.parentBytes = parentBytes
    self.specialTokens = specialTokens
    collectors = plans.map { PreferenceCollector(plan: $0) }
  }

  /// Documents are spread over so many blocks, the units of shards and of permutation tests.
  public var blockCount: Int { plans[0].blockCount }

  /// Declares that the collector covers these blocks only: it is one shard of a collection.
  public func cover(blocks: [Int]) {
    for index in collectors.indices { collectors[index].cover(blocks: blocks) }
  }

  /// Most memory that the moments of documents on their way take up, unless one document needs more.
  private static let momentBytes = 512 << 20

  /// Collects documents, given with their places in the corpus, which rise from call to call. Memory: that
  /// of the documents' distinct preferences and of as many documents' moments as fit into 512 MB; with a parent
  /// also its activations over some of them.
  ///
  /// - Parameter tags: tag ids of every token, -1 for none; nil where there are no tags.
  public func add(_ documents: [[Int32]], tags: [[Int32]]? = nil, at places: [Int]) {
    add(documents, tags: tags, at: places, words: nil)
  }

  /// The same; where `words` are given, documents are of words, which are read by their pieces.
  func add(_ documents: [[Int32]], tags: [[Int32]]?, at places: [Int], words: WordReading?) {
    precondition(documents.count == places.count && (tags.map { $0.count == places.count } ?? true))
    for part in parts(of: documents) {
      let words = words?.part(part)
      collect(
        Array(documents[part]), tags: tags.map { Array($0[part]) }, at: Array(places[part]),
        by: WordReading.source(source, of: words),
        beside: parent.map { WordReading.source($0, of: words) })
    }
  }

  private func collect(
    _ documents: [[Int32]], tags: [[Int32]]?, at places: [Int], by source: any ActivationSource,
    beside parent: (any ActivationSource)?
  ) {
    let partial = IndexedResults(
      places.map { place in
        // Moments are of all activations, whatever a policy picks: those of the first plan are everybody's.
        plans.enumerated().map { DocumentPreferences(index: place, plan: $1, keepsMoments: $0 == 0) }
      })
    let before = parent.map { ParentActivations(reading: documents, by: $0) }
    let (sites, special) = (source.sites.sites, specialTokens)
    source.read(documents) { chunk in
      let ids = Array(documents[chunk.document][chunk.tokens])
      let tagIDs = tags.map { Array($0[chunk.document][chunk.tokens]) }
      let runs = ids.runs(without: special)
      let left = ids.count - runs.reduce(0) { $0 + $1.count }
      for place in sites.indices {
        let values = chunk.activations(site: place)
        for run in runs {
          let rows = values.start + run.lowerBound * values.stride
          before?.withActivations(of: chunk, site: place) { before in
            for policy in partial.values[chunk.document].indices {
              partial.values[chunk.document][policy].compare(
                site: place, tokenCount: run.count, activations: rows, stride: values.stride,
                parentActivations: before.start + run.lowerBound * before.stride, parentStride: before.stride)
            }
          }
          ids[run].withUnsafeBufferPointer { ids in
            func record(_ tags: UnsafeBufferPointer<Int32>?) {
              for policy in partial.values[chunk.document].indices {
                partial.values[chunk.document][policy].record(
                  site: place, tokens: ids, tags: tags, activations: rows, stride: values.stride)
              }
            }
            if let tagIDs { tagIDs[run].withUnsafeBufferPointer { record($0) } } else { record(nil) }
          }
        }
      }
      for policy in partial.values[chunk.document].indices {
        partial.values[chunk.document][policy].skip(left, reason: DocumentPreferences.specialToken)
      }
    }
    for document in partial.values {
      for policy in collectors.indices { collectors[policy].absorb(document[policy]) }
    }
    tokens += documents.reduce(0) { $0 + $1.count }
  }

  /// The documents in parts whose moments fit into memory, and so do their parent's activations.
  private func parts(of documents: [[Int32]]) -> [Range<Int>] {
    let neurons = source.sites.neuronCount
    let most = parent == nil ? Int.max : parentBytes / (neurons * MemoryLayout<Float>.stride)
    let atOnce = max(1, Self.momentBytes / plans[0].momentBytes)
    var parts: [Range<Int>] = []
    var (start, tokens) = (0, 0)
    for (index, document) in documents.enumerated() {
      if index > start, index - start == atOnce || tokens + document.count > most {
        parts.append(start..<index)
        (start, tokens) = (index, 0)
      }
      tokens += document.count
    }
    return parts + [start..<documents.count]
  }

  private static func requireSameNeurons(
    _ own: any ActivationSource, _ parent: any ActivationSource
  ) throws(ParentError) {
    func sizes(_ source: any ActivationSource) -> String {
      "\(source.sites), \(source.vocabularySize) tokens"
    }
    guard own.sites == parent.sites, own.vocabularySize == parent.vocabularySize else {
      throw .differentSizes(own: sizes(own), parent: sizes(parent))
    }
  }

  /// The snapshots of everything collected so far, one a policy.
  public func drafts(
    origin: SnapshotOrigin, vocabulary: [String], tagNames: [String] = []
  ) -> [SnapshotDraft] {
    for index in collectors.indices.dropFirst() { collectors[index].shareMoments(of: collectors[0]) }
    return collectors.map { $0.draft(origin: origin, vocabulary: vocabulary, tagNames: tagNames) }
  }
}

extension [Int32] {
  /// The stretches between tokens that are left out.
  func runs(without left: Set<Int32>) -> [Range<Int>] {
    guard !left.isEmpty else { return isEmpty ? [] : [indices] }
    var runs: [Range<Int>] = []
    var start = 0
    for (place, id) in enumerated() where left.contains(id) {
      if place > start { runs.append(start..<place) }
      start = place + 1
    }
    return start < count ? runs + [start..<count] : runs
  }
}
