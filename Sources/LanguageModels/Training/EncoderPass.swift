import Kernels

/// Forward and backward of an encoder over a minibatch, with dropout between its parts.
///
/// The encoder is a stack of layers of one direction, each with its own width H.
final class EncoderPass {
  private let encoder: Encoder
  private let workers: Workers
  private let embedded: FloatBuffer
  private let layers: [RecurrentLayerPass]
  /// `[R, H]` inputs of layers above the first, after dropout.
  private let between: [FloatBuffer]
  /// `[R, H]`: the last layer's hidden states, after dropout.
  let output: FloatBuffer

  /// `[R, H]`: the gradient of `output`, to be filled before `backward`.
  var outputGradient: FloatBuffer { layers[layers.count - 1].outputGradient }
  /// `[B, H]` hidden and cell states of every layer, in layer order.
  var states: [FloatBuffer] { layers.flatMap { [$0.hidden, $0.cell] } }

  /// Room for up to `rows` rows in up to `lanes` lanes.
  ///
  /// - Precondition: `encoder.stack` is there.
  init(_ encoder: Encoder, rows: Int, lanes: Int, workers: Workers) {
    guard let stack = encoder.stack else { preconditionFailure("layers of one direction can be trained") }
    self.encoder = encoder
    self.workers = workers
    embedded = FloatBuffer(count: rows * encoder.embeddingSize)
    layers = stack.map { RecurrentLayerPass($0, rows: rows, lanes: lanes, workers: workers) }
    between = stack.dropLast().map { FloatBuffer(count: rows * $0.hiddenSize) }
    output = FloatBuffer(count: rows * encoder.outputSize)
  }

  /// Zero state in every lane.
  func resetState() {
    for layer in layers { layer.resetState() }
  }

  /// Computes `output`. `dropout(place)` is the mask of place 0 (embedding) to L (output).
  func forward(_ batch: PackedBatch, dropout: (Int) -> Dropout) {
    let (embedding, embedded, width) = (encoder.embedding.values, embedded, encoder.embeddingSize)
    workers.forShares(batch.rows) { rows in
      for row in rows {
        (embedded.pointer + row * width)
          .update(from: embedding.pointer + Int(batch.tokens[row]) * width, count: width)
      }
    }
    dropout(0).apply(embedded, count: batch.rows * width, workers: workers)
    for (index, layer) in layers.enumerated() {
      let count = batch.rows * layer.size
      layer.forward(index == 0 ? embedded : between[index - 1], batch)
      let next = index + 1 < layers.count ? between[index] : output
      next.pointer.update(from: layer.output.pointer, count: count)
      dropout(index + 1).apply(next, count: count, workers: workers)
    }
  }

  /// Computes the gradients of all layers from `outputGradient`, and adds to that of the embedding unless
  /// it is frozen.
  func backward(_ batch: PackedBatch, freezeEmbedding: Bool, dropout: (Int) -> Dropout) {
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let count = batch.rows * layer.size
      dropout(index + 1).apply(layer.outputGradient, count: count, workers: workers)
      layer.backward(
        index == 0 ? embedded : between[index - 1], batch,
        needsInputGradient: index > 0 || !freezeEmbedding)
      if index > 0 {
        layers[index - 1].outputGradient.pointer.update(
          from: layer.inputGradient.pointer, count: batch.rows * layers[index - 1].size)
      }
    }
    guard !freezeEmbedding else { return }
    let (gradient, source, width) = (
      encoder.embedding.gradient, layers[0].inputGradient, encoder.embeddingSize
    )
    dropout(0).apply(source, count: batch.rows * width, workers: workers)
    workers.forRanges(width, step: 32) { columns in
      for row in 0..<batch.rows {
        let into = gradient.pointer + Int(batch.tokens[row]) * width
        let from = source.pointer + row * width
        for column in columns { into[column] += from[column] }
      }
    }
  }
}
