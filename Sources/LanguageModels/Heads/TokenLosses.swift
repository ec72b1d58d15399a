import Kernels
import Sites

/// Sums what a language model loses on the tokens of documents: every token but a document's first is predicted.
///
/// Different documents may be added to by different threads.
package final class TokenLosses: Sendable {
  private let decoder: PackedMatrix
  private let bias: FloatBuffer
  private let documents: [[Int32]]
  private let size: Int
  private let classes: Int
  /// Units of the last layer that the decoder reads as zero.
  private let pruned: [Int]
  private let losses: IndexedResults<Double>

  /// Nothing lost yet. `decoder` is the model's `packedDecoder`, which several sums may share.
  package convenience init(
    _ model: LanguageModel, decoder: PackedMatrix, documents: [[Int32]], without pruned: [Int] = []
  ) {
    self.init(decoder: decoder, bias: model.decoderBias, documents: documents, without: pruned)
  }

  /// Nothing lost yet. `decoder` is `[H, V]`, `bias` `[V]`.
  init(decoder: PackedMatrix, bias: Parameter, documents: [[Int32]], without pruned: [Int] = []) {
    self.decoder = decoder
    self.documents = documents
    self.pruned = pruned
    self.bias = bias.values
    size = decoder.rows
    classes = decoder.columns
    losses = IndexedResults(repeating: 0, count: documents.count)
  }

  /// Adds the losses after these tokens of a document, whose states of the last layer are `[tokens, H]`.
  package func add(_ states: SiteActivations, document: Int, tokens: Range<Int>) {
    let targets = documents[document].dropFirst(tokens.lowerBound + 1).prefix(tokens.count)
    guard !targets.isEmpty else { return }
    var (base, stride) = (states.start, states.stride)
    let read = FloatBuffer(count: pruned.isEmpty ? 0 : targets.count * size)
    if !pruned.isEmpty {
      for row in 0..<targets.count {
        let kept = read.pointer + row * size
        kept.update(from: states.start + row * states.stride, count: size)
        for unit in pruned { kept[unit] = 0 }
      }
      (base, stride) = (UnsafePointer(read.pointer), size)
    }
    let logits = FloatBuffer(count: targets.count * classes)
    for row in 0..<targets.count {
      (logits.pointer + row * classes).update(from: bias.pointer, count: classes)
    }
    withExtendedLifetime(read) {
      decoder.multiply(
        base, rows: targets.count, leftStride: stride, into: logits.pointer, accumulate: true)
    }
    for (row, target) in targets.enumerated() {
      losses.values[document] += Losses.softmaxCrossEntropy(
        logits.pointer + row * classes, classes: classes, target: Int(target), gradientScale: 0)
    }
  }

  /// The sum of each document, in nats.
  package var sums: [Double] { Array(losses.values) }
  /// How many tokens of each document are predicted.
  package var counts: [Int] { documents.map { max(0, $0.count - 1) } }
}

extension LanguageModel {
  /// The decoder, ready for products.
  package var packedDecoder: PackedMatrix {
    PackedMatrix(
      rows: encoder.outputSize, columns: encoder.vocabularySize, decoderWeights.values.pointer,
      transposed: true)
  }
}
