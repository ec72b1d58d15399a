import Kernels
import LanguageModels

/// What a parent checkpoint's neurons do at every token of some documents, kept until their descendant's
/// come. Memory: 4 bytes a token and neuron.
struct ParentActivations: Sendable {
  /// `[layers, tokens, H]` of each document.
  private let documents: IndexedResults<[Float]>
  private let layers: Int

  /// Runs the parent over the documents.
  init(reading documents: [[Int32]], by reader: ActivationReader, layers: Int) {
    let kept = IndexedResults(documents.map { _ in [Float]() })
    let lengths = documents.map(\.count)
    reader.read(documents) { chunk in
      let size = chunk.hiddenSize
      let length = lengths[chunk.document]
      if chunk.tokens.lowerBound == 0 {
        kept.values[chunk.document] = [Float](repeating: 0, count: layers * length * size)
      }
      for layer in 0..<layers {
        let start = (layer * length + chunk.tokens.lowerBound) * size
        let rows = chunk.activations(layer: layer)
        kept.values[chunk.document].replaceSubrange(start..<start + rows.count, with: rows)
      }
    }
    self.documents = kept
    self.layers = layers
  }

  /// Calls `body` with the parent's activations `[tokens, H]` at the tokens of a chunk.
  func withActivations(
    of chunk: ActivationChunk, layer: Int, _ body: (UnsafePointer<Float>) -> Void
  ) {
    documents.values[chunk.document].withUnsafeBufferPointer { values in
      let length = values.count / (layers * chunk.hiddenSize)
      let start = (layer * length + chunk.tokens.lowerBound) * chunk.hiddenSize
      if let base = values.baseAddress { body(base + start) }
    }
  }
}
