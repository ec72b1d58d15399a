import Kernels
import LanguageModels
import NeuronPreferences

/// Runs an encoder over documents and gathers what each neuron prefers.
///
/// Feed it documents in the order of the corpus, as many at a time as are at hand; activations are reduced
/// document by document on all threads and never kept. The result is the same, to the bit, however the
/// documents are cut into calls and whatever the number of threads.
///
/// Given the checkpoint that the encoder descends from, it has that one read the same text beside, and keeps
/// how far each neuron still does what it did.
public final class StageCollector {
  private let plans: [CollectionPlan]
  private let sites: SiteList
  private let reader: ActivationReader
  private let parentReader: ActivationReader?
  private let parentBytes: Int
  private let layers: Int
  private let workers: Workers
  private var collectors: [PreferenceCollector]
  /// Tokens collected so far.
  public private(set) var tokens = 0

  /// A collector over all layers of an encoder.
  ///
  /// - Parameters:
  ///   - policies: which activations count; each gives a snapshot of its own.
  ///   - thresholds: each neuron's threshold under the policies that need them, from ``ThresholdSearch``.
  ///   - skippedStarts: tokens to leave out at the start of each document.
  ///   - parent: the encoder that this one was trained from, of the same shape; it doubles the work.
  ///   - parentBytes: most memory that the parent's activations take up, unless one document needs more.
  /// - Throws: `CollectionError`, `ParentError.differentSizes`.
  public init(
    _ encoder: Encoder, policies: [CollectionPolicy], thresholds: [CollectionPolicy: [Float]] = [:],
    tagCount: Int = 0, unknownToken: Int32?, skippedStarts: Int = 0,
    parent: Encoder? = nil, parentBytes: Int = 64 << 20, workers: Workers
  ) throws {
    if let parent { try Self.requireSameNeurons(encoder.configuration, parent.configuration) }
    precondition(!policies.isEmpty)
    let sizes = encoder.configuration
    let sites = sizes.siteList
    self.sites = sites
    plans = try policies.map { policy in
      try CollectionPlan(
        sites: sites, vocabularySize: sizes.vocabularySize, tagCount: tagCount,
        policy: policy, unknownToken: unknownToken, comparesWithParent: parent != nil,
        thresholds: thresholds[policy], skippedStarts: skippedStarts)
    }
    reader = ActivationReader(encoder, workers: workers)
    parentReader = parent.map { ActivationReader($0, workers: workers) }
    self.parentBytes = parentBytes
    layers = sizes.layers
    self.workers = workers
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
    let layers = layers
    let before = parentReader.map { ParentActivations(reading: documents, by: $0, layers: layers) }
    reader.read(documents) { chunk in
      let ids = Array(documents[chunk.document][chunk.tokens])
      let tagIDs = tags.map { Array($0[chunk.document][chunk.tokens]) }
      for layer in 0..<layers {
        guard let rows = chunk.activations(layer: layer).baseAddress else { continue }
        before?.withActivations(of: chunk, layer: layer) { before in
          for policy in partial.values[chunk.document].indices {
            partial.values[chunk.document][policy].compare(
              site: layer, tokenCount: chunk.tokens.count, activations: rows, stride: chunk.hiddenSize,
              parentActivations: before, parentStride: chunk.hiddenSize)
          }
        }
        ids.withUnsafeBufferPointer { ids in
          func record(_ tags: UnsafeBufferPointer<Int32>?) {
            for policy in partial.values[chunk.document].indices {
              partial.values[chunk.document][policy].record(
                site: layer, tokens: ids, tags: tags, activations: rows, stride: chunk.hiddenSize)
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
    guard parentReader != nil else { return [documents.indices] }
    let most = parentBytes / (sites.neuronCount * MemoryLayout<Float>.stride)
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
    _ own: EncoderConfiguration, _ parent: EncoderConfiguration
  ) throws(ParentError) {
    func sizes(_ encoder: EncoderConfiguration) -> String {
      "\(encoder.sites.map { "\($0):\(encoder.hiddenSize)" }.joined(separator: ",")), "
        + "\(encoder.vocabularySize) tokens"
    }
    guard own.sites == parent.sites, own.hiddenSize == parent.hiddenSize,
      own.vocabularySize == parent.vocabularySize
    else { throw .differentSizes(own: sizes(own), parent: sizes(parent)) }
  }

  /// The snapshots of everything collected so far, one a policy.
  public func drafts(
    origin: SnapshotOrigin, vocabulary: [String], tagNames: [String] = []
  ) -> [SnapshotDraft] {
    collectors.map { $0.draft(origin: origin, vocabulary: vocabulary, tagNames: tagNames) }
  }
}

extension EncoderConfiguration {
  /// The layers as the places where activations are read.
  var siteList: SiteList {
    guard let list = SiteList(sites.map { ($0, hiddenSize) }) else {
      preconditionFailure("an encoder's sites have names of their own")
    }
    return list
  }
}
