import Kernels
import LanguageModels

/// Documents as head or decoder read them: for a classifier one row a document, `[H]` or `[3H]`; for a language
/// model one row a token, `[T, H]`.
final class EncodedStates: Sendable {
  private let values: FloatBuffer
  /// Where each document begins.
  private let starts: [Int]
  private let lengths: [Int]
  private let size: Int
  private let layer: Int
  /// What a classifier's head reads; nil for a language model.
  private let pooling: Pooling?

  /// Tokens handed out at once.
  private static let chunk = 64

  /// Floats that the documents take.
  static func floats(_ model: Checkpoint.Model, _ documents: [[Int32]]) -> Int {
    let size = model.encoder.configuration.hiddenSize
    if case .classifier(let classifier) = model {
      return documents.count * classifier.pooling.width(hiddenSize: size)
    }
    return documents.reduce(0) { $0 + $1.count } * size
  }

  /// Room for documents.
  init(_ model: Checkpoint.Model, _ documents: [[Int32]]) {
    size = model.encoder.configuration.hiddenSize
    layer = model.encoder.layers.count - 1
    lengths = documents.map(\.count)
    if case .classifier(let classifier) = model { pooling = classifier.pooling } else { pooling = nil }
    var (starts, next) = ([Int](), 0)
    for document in documents {
      starts.append(next)
      next += pooling?.width(hiddenSize: size) ?? document.count * size
    }
    self.starts = starts
    values = FloatBuffer(count: next)
  }

  /// Takes the next chunk of a document in.
  func take(_ chunk: StateChunk) {
    guard let states = chunk.activations(layer: layer).baseAddress else { return }
    let room = values.pointer + starts[chunk.document]
    guard let pooling else {
      (room + chunk.tokens.lowerBound * size).update(from: states, count: chunk.tokens.count * size)
      return
    }
    room.update(from: states + (chunk.tokens.count - 1) * size, count: size)
    guard pooling == .lastMeanMax else { return }
    let (mean, peak) = (room + size, room + 2 * size)
    for (row, place) in chunk.tokens.enumerated() {
      let state = states + row * size
      for i in 0..<size {
        mean[i] = place == 0 ? state[i] : mean[i] + state[i]
        peak[i] = place == 0 ? state[i] : max(peak[i], state[i])
      }
    }
    if chunk.tokens.upperBound == lengths[chunk.document] {
      for i in 0..<size { mean[i] /= Float(lengths[chunk.document]) }
    }
  }

  /// What the head reads of a document.
  func features(_ document: Int) -> UnsafePointer<Float> { UnsafePointer(values.pointer + starts[document]) }

  /// The states of a document, `[tokens, H]`, a few tokens at a time.
  func forEachChunk(_ document: Int, _ body: (UnsafeBufferPointer<Float>, Range<Int>) -> Void) {
    for start in stride(from: 0, to: lengths[document], by: Self.chunk) {
      let tokens = start..<min(start + Self.chunk, lengths[document])
      body(
        UnsafeBufferPointer(
          start: values.pointer + starts[document] + start * size, count: tokens.count * size), tokens)
    }
  }
}
