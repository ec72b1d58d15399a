import Kernels
import LanguageModels
import Sites

/// Documents as head or decoder read them: for a classifier one row a document, `[H]` or `[3H]`; for a language
/// model one row a token, `[T, H]`.
final class EncodedStates: Sendable {
  private let values: FloatBuffer
  /// Where each document begins.
  private let starts: [Int]
  private let lengths: [Int]
  private let size: Int
  private let encoder: Encoder
  /// What a classifier's head reads; nil for a language model.
  private let pooling: Pooling?

  /// Tokens handed out at once.
  private static let chunk = 64

  /// Floats that the documents take.
  static func floats(_ model: Checkpoint.Model, _ documents: [[Int32]]) -> Int {
    let size = model.encoder.outputSize
    if case .classifier(let classifier) = model {
      return documents.count * classifier.pooling.width(hiddenSize: size)
    }
    return documents.reduce(0) { $0 + $1.count } * size
  }

  /// Room for documents.
  init(_ model: Checkpoint.Model, _ documents: [[Int32]]) {
    size = model.encoder.outputSize
    encoder = model.encoder
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
    let states = encoder.output(chunk.activations)
    let room = values.pointer + starts[chunk.document]
    guard let pooling else {
      for (row, place) in chunk.tokens.enumerated() {
        (room + place * size).update(from: states.start + row * states.stride, count: size)
      }
      return
    }
    let pooled = PooledStates(
      room, size: size, pooling: pooling, reverse: encoder.reverseUnits)
    for (row, place) in chunk.tokens.enumerated() {
      pooled.add(states.start + row * states.stride, isFirst: place == 0)
    }
    if chunk.tokens.upperBound == lengths[chunk.document] { pooled.finish(chunk.tokens.upperBound) }
  }

  /// What the head reads of a document.
  func features(_ document: Int) -> UnsafePointer<Float> { UnsafePointer(values.pointer + starts[document]) }

  /// The states of a document, `[tokens, H]`, a few tokens at a time.
  func forEachChunk(_ document: Int, _ body: (SiteActivations, Range<Int>) -> Void) {
    for start in stride(from: 0, to: lengths[document], by: Self.chunk) {
      let tokens = start..<min(start + Self.chunk, lengths[document])
      body(
        SiteActivations(
          start: values.pointer + starts[document] + start * size, width: size, stride: size), tokens)
    }
  }
}
