import Kernels
import LanguageModels

/// Sums what a language model loses on the tokens of documents, as `LanguageModel.score` does: every token but a
/// document's first is predicted.
final class Decoding: @unchecked Sendable {
  private let decoder: PackedMatrix
  private let bias: FloatBuffer
  private let documents: [[Int32]]
  private let size: Int
  private let classes: Int
  /// Units read as zero.
  private let pruned: [Int]
  /// One a document, each written by one thread at a time.
  private let losses: UnsafeMutableBufferPointer<Double>

  init(_ model: LanguageModel, _ decoder: PackedMatrix, _ documents: [[Int32]], without pruned: [Int]) {
    self.decoder = decoder
    self.documents = documents
    self.pruned = pruned
    bias = model.decoderBias.values
    size = model.encoder.configuration.hiddenSize
    classes = model.encoder.configuration.vocabularySize
    losses = .allocate(capacity: documents.count)
    losses.initialize(repeating: 0)
  }

  deinit { losses.deallocate() }

  /// Adds the losses after these tokens of a document, whose states are `[tokens, H]`.
  func add(_ states: UnsafeBufferPointer<Float>, document: Int, tokens: Range<Int>) {
    let targets = documents[document].dropFirst(tokens.lowerBound + 1).prefix(tokens.count)
    guard let base = states.baseAddress, !targets.isEmpty else { return }
    let logits = FloatBuffer(count: targets.count * classes)
    for row in 0..<targets.count {
      (logits.pointer + row * classes).update(from: bias.pointer, count: classes)
    }
    if pruned.isEmpty {
      decoder.multiply(base, rows: targets.count, into: logits.pointer, accumulate: true)
    } else {
      let read = FloatBuffer(count: targets.count * size)
      read.pointer.update(from: base, count: read.count)
      for row in 0..<targets.count {
        for unit in pruned { read.pointer[row * size + unit] = 0 }
      }
      decoder.multiply(read.pointer, rows: targets.count, into: logits.pointer, accumulate: true)
    }
    for (row, target) in targets.enumerated() {
      losses[document] += Losses.softmaxCrossEntropy(
        logits.pointer + row * classes, classes: classes, target: Int(target), gradientScale: 0)
    }
  }

  /// What has been summed.
  var outcomes: DocumentOutcomes {
    .losses(Array(losses), tokens: documents.map { max(0, $0.count - 1) })
  }
}
