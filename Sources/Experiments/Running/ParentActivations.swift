import Kernels
import Sites

/// What a parent checkpoint's neurons do at every token of some documents, kept until their descendant's
/// come. Memory: 4 bytes a token and neuron.
struct ParentActivations: Sendable {
  /// For each site in turn `[tokens, neurons]` of each document.
  private let documents: IndexedResults<[Float]>
  private let lengths: [Int]
  private let sites: SiteList

  /// Has the parent read the documents.
  init(reading documents: [[Int32]], by source: any ActivationSource) {
    let kept = IndexedResults(documents.map { _ in [Float]() })
    let (sites, lengths) = (source.sites, documents.map(\.count))
    source.read(documents) { chunk in
      let length = lengths[chunk.document]
      if chunk.tokens.lowerBound == 0 {
        kept.values[chunk.document] = [Float](repeating: 0, count: sites.neuronCount * length)
      }
      kept.values[chunk.document].withUnsafeMutableBufferPointer { room in
        for (place, site) in sites.sites.enumerated() {
          let values = chunk.activations(site: place)
          for (row, token) in chunk.tokens.enumerated() {
            let start = site.firstRow * length + token * site.neurons
            _ = room[start..<start + site.neurons].update(fromContentsOf: values.row(row))
          }
        }
      }
    }
    self.documents = kept
    self.lengths = lengths
    self.sites = sites
  }

  /// Calls `body` with the parent's activations at the tokens of a chunk.
  func withActivations(of chunk: ActivationChunk, site place: Int, _ body: (SiteActivations) -> Void) {
    let (site, length) = (sites.sites[place], lengths[chunk.document])
    documents.values[chunk.document].withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let start = base + site.firstRow * length + chunk.tokens.lowerBound * site.neurons
      body(SiteActivations(start: start, width: site.neurons, stride: site.neurons))
    }
  }
}
