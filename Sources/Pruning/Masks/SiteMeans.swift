import Kernels
import Sites

/// The mean activation of every neuron over a text.
public struct SiteMeans: Sendable {
  /// The sites.
  public let sites: SiteList
  /// Means by row of ``sites``.
  public let values: [Double]

  /// Most memory that the sums of documents on their way take up, unless one needs more.
  private static let bytesOfSums = 128 << 20

  /// Means that are known.
  public init(sites: SiteList, values: [Double]) {
    precondition(values.count == sites.neuronCount)
    (self.sites, self.values) = (sites, values)
  }

  /// Reads documents and takes the means. A document's tokens are summed in their order, and documents in theirs, so
  /// that the number of threads changes nothing.
  ///
  /// - Parameters:
  ///   - threads: how many the source reads with.
  ///   - isCounted: whether a token counts; special tokens stand for no text.
  /// - Throws: ``PruningError/interrupted``.
  public init(
    of source: any ActivationSource, _ documents: [[Int32]], threads: Int,
    isCounted: @escaping @Sendable (Int32) -> Bool, isCancelled: () -> Bool = { false }
  ) throws(PruningError) {
    let neurons = source.sites.neuronCount
    let places = source.sites.sites
    var sums = [Double](repeating: 0, count: neurons)
    let limit = max(1, Self.bytesOfSums / max(1, neurons * MemoryLayout<Double>.stride))
    for part in DocumentParts(documents.map(\.count), threads: threads, limit: limit).ranges {
      if isCancelled() { throw .interrupted }
      let batch = Array(documents[part])
      let own = IndexedResults(repeating: 0.0, count: batch.count * neurons)
      source.read(batch) { chunk in
        guard let room = own.values.baseAddress.map({ $0 + chunk.document * neurons }) else { return }
        for (place, token) in chunk.tokens.enumerated() where isCounted(batch[chunk.document][token]) {
          for (site, description) in places.enumerated() {
            for (neuron, value) in chunk.activations(site: site).row(place).enumerated() {
              room[description.firstRow + neuron] += Double(value)
            }
          }
        }
      }
      for document in batch.indices {
        for row in 0..<neurons { sums[row] += own.values[document * neurons + row] }
      }
    }
    let count = documents.joined().count(where: isCounted)
    self.init(sites: source.sites, values: sums.map { $0 / Double(max(1, count)) })
  }
}
