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
  private var collectors: [PreferenceCollector]
  /// Tokens collected so far.
  public private(set) var tokens = 0

  /// A collector over all sites of a source.
  ///
  /// - Parameters:
  ///   - policies: which activations count; each gives a snapshot of its own.
  ///   - thresholds: each neuron's threshold under the policies that need them, from ``ThresholdSearch``.
  ///   - skippedStarts: tokens to leave out at the start of each document.
  ///   - parent: the model that this one was trained from, with the same sites; it doubles the work.
  ///   - parentBytes: most memory that the parent's activations take up, unless one document needs more.
  /// - Throws: `CollectionError`, `ParentError.differentSizes`.
  public init(
    _ source: any ActivationSource, policies: [CollectionPolicy],
    thresholds: [CollectionPolicy: [Float]] = [:], tagCount: Int = 0, unknownToken: Int32?,
    skippedStarts: Int = 0, parent: (any ActivationSource)? = nil, parentBytes: Int = 64 << 20
  ) throws {
    if let parent { try Self.requireSameNeurons(source, parent) }
    precondition(!policies.isEmpty)
    let ranges = source.sites.sites.indices.map { place in
      source.bounds(site: place) ?? CollectionPlan.unboundedHistogramRange
    }
    plans = try policies.map { policy in
      try CollectionPlan(
        sites: source.sites, vocabularySize: source.vocabularySize, tagCount: tagCount,
        policy: policy, unknownToken: unknownToken, histogramRanges: ranges,
        comparesWithParent: parent != nil, thresholds: thresholds[policy], skippedStarts: skippedStarts)
    }
    self.source = source
    self.parent = parent
    self.parentBytes = parentBytes
    collectors = plans.map { PreferenceCollector(plan: $0) }
  }

  /// Documents are spread over so many blocks, the units of shards and of permutation tests.
  public var blockCount: Int { plans[0].blockCount }

  /// Declares that the collector covers these blocks only: it is one shard of a collection.
  public func cover(blocks: [Int]) {
    for index in collectors.indices { collectors[index].cover(blocks: blocks) }
  }

  /// Collects documents, given with their places in the corpus, which rise from call to call. Memory: that
  /// of the documents' distinct preferences; with a parent also its activations over some of them.
  ///
  /// - Parameter tags: tag ids of every token, -1 for none; nil where there are no tags.
  public func add(_ documents: [[Int32]], tags: [[Int32]]? = nil, at places: [Int]) {
    precondition(documents.count == places.count && (tags.map { $0.count == places.count } ?? true))
    for part in parts(of: documents) {
      collect(Array(documents[part]), tags: tags.map { Array($0[part]) }, at: Array(places[part]))
    }
  }

  private func collect(_ documents: [[Int32]], tags: [[Int32]]?, at places: [Int]) {
    let partial = IndexedResults(
      places.map { place in plans.map { DocumentPreferences(index: place, plan: $0) } })
    let before = parent.map { ParentActivations(reading: documents, by: $0) }
    let sites = source.sites.sites
    source.read(documents) { chunk in
      let ids = Array(documents[chunk.document][chunk.tokens])
      let tagIDs = tags.map { Array($0[chunk.document][chunk.tokens]) }
      for place in sites.indices {
        let values = chunk.activations(site: place)
        before?.withActivations(of: chunk, site: place) { before in
          for policy in partial.values[chunk.document].indices {
            partial.values[chunk.document][policy].compare(
              site: place, tokenCount: chunk.tokens.count, activations: values.start, stride: values.stride,
              parentActivations: before.start, parentStride: before.stride)
          }
        }
        ids.withUnsafeBufferPointer { ids in
          func record(_ tags: UnsafeBufferPointer<Int32>?) {
            for policy in partial.values[chunk.document].indices {
              partial.values[chunk.document][policy].record(
                site: place, tokens: ids, tags: tags, activations: values.start, stride: values.stride)
            }
          }
          if let tagIDs { tagIDs.withUnsafeBufferPointer { record($0) } } else { record(nil) }
        }
      }
    }
    for document in partial.values {
      for policy in collectors.indices { collectors[policy].absorb(document[policy]) }
    }
    tokens += documents.reduce(0) { $0 + $1.count }
  }

  /// The documents in parts whose parent's activations fit into memory; without a parent all at once.
  private func parts(of documents: [[Int32]]) -> [Range<Int>] {
    guard parent != nil else { return [documents.indices] }
    let most = parentBytes / (source.sites.neuronCount * MemoryLayout<Float>.stride)
    var parts: [Range<Int>] = []
    var (start, tokens) = (0, 0)
    for (index, document) in documents.enumerated() {
      if index > start, tokens + document.count > most {
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
    collectors.map { $0.draft(origin: origin, vocabulary: vocabulary, tagNames: tagNames) }
  }
}
