import Kernels
import LanguageModels
import NeuronPreferences

/// Runs an encoder over documents and gathers what each neuron prefers.
///
/// Feed it documents in the order of the corpus, as many at a time as are at hand; activations are reduced
/// document by document on all threads and never kept. The result is the same, to the bit, however the
/// documents are cut into calls and whatever the number of threads.
public final class StageCollector {
  private let plan: CollectionPlan
  private let reader: ActivationReader
  private let layers: Int
  private let workers: Workers
  private var collector: PreferenceCollector
  /// Tokens collected so far.
  public private(set) var tokens = 0

  /// A collector over all layers of an encoder.
  ///
  /// - Throws: `CollectionError`.
  public init(
    _ encoder: Encoder, policy: CollectionPolicy, tagCount: Int = 0, unknownToken: Int32?, workers: Workers
  ) throws {
    let sizes = encoder.configuration
    guard let sites = SiteList(sizes.sites.map { ($0, sizes.hiddenSize) }) else {
      preconditionFailure("an encoder's sites have names of their own")
    }
    plan = try CollectionPlan(
      sites: sites, vocabularySize: sizes.vocabularySize, tagCount: tagCount,
      policy: policy, unknownToken: unknownToken)
    reader = ActivationReader(encoder, workers: workers)
    layers = sizes.layers
    self.workers = workers
    collector = PreferenceCollector(plan: plan)
  }

  /// Documents are spread over so many blocks, the units of shards and of permutation tests.
  public var blockCount: Int { plan.blockCount }

  /// Declares that the collector covers these blocks only: it is one shard of a collection.
  public func cover(blocks: [Int]) { collector.cover(blocks: blocks) }

  /// Collects documents, given with their places in the corpus, which rise from call to call. Memory: that
  /// of the documents' distinct preferences.
  ///
  /// - Parameter tags: tag ids of every token, -1 for none; nil where there are no tags.
  public func add(_ documents: [[Int32]], tags: [[Int32]]? = nil, at places: [Int]) {
    precondition(documents.count == places.count && (tags.map { $0.count == places.count } ?? true))
    let partial = IndexedResults(places.map { DocumentPreferences(index: $0, plan: plan) })
    let layers = layers
    reader.read(documents) { chunk in
      let ids = Array(documents[chunk.document][chunk.tokens])
      let tagIDs = tags.map { Array($0[chunk.document][chunk.tokens]) }
      for layer in 0..<layers {
        guard let rows = chunk.activations(layer: layer).baseAddress else { continue }
        ids.withUnsafeBufferPointer { ids in
          func record(_ tags: UnsafeBufferPointer<Int32>?) {
            partial.values[chunk.document].record(
              site: layer, tokens: ids, tags: tags, activations: rows, stride: chunk.hiddenSize)
          }
          if let tagIDs { tagIDs.withUnsafeBufferPointer { record($0) } } else { record(nil) }
        }
      }
    }
    for document in partial.values { collector.absorb(document) }
    tokens += documents.reduce(0) { $0 + $1.count }
  }

  /// The snapshot of everything collected so far.
  public func draft(
    origin: SnapshotOrigin, vocabulary: [String], tagNames: [String] = []
  ) -> SnapshotDraft {
    collector.draft(origin: origin, vocabulary: vocabulary, tagNames: tagNames)
  }
}
