import Kernels

/// Trains a language model by truncated backpropagation through time.
///
/// B lanes, T steps, R = T B rows, V tokens, H hidden units.
public final class LanguageModelTrainer {
  /// What is trained.
  public let model: LanguageModel
  /// The update rule and its state.
  public let optimizer: Optimizer
  /// Share of values dropped between the parts of the model.
  public let dropout: Float
  /// The largest gradient norm, nil for any.
  public let clip: Double?
  let seed: UInt64
  let pass: EncoderPass
  private let workers: Workers
  private let logits: FloatBuffer
  private let packedDecoder: PackedMatrix
  private let packedDecoderBack: PackedMatrix

  /// Columns of a tile of the decoder's gradient: fixed, for the same bits with any number of threads.
  private static let columnTile = 512
  /// Rows of logits computed at once. Every row is computed by itself, so this is a matter of speed alone: the
  /// decoder is read once for so many rows.
  private static let rowTile = 132

  /// A trainer for minibatches of up to `lanes` sequences of up to `steps` tokens. Memory: R (V + about
  /// 12 H) floats beside weights and gradients.
  public init(
    _ model: LanguageModel, optimizer: OptimizerKind, rate: Double, clip: Double?, dropout: Float,
    lanes: Int, steps: Int, seed: UInt64, workers: Workers
  ) {
    self.model = model
    self.optimizer = Optimizer(optimizer, rate: rate, parameters: model.parameters, workers: workers)
    self.dropout = dropout
    self.clip = clip
    self.seed = seed
    self.workers = workers
    pass = EncoderPass(model.encoder, rows: steps * lanes, lanes: lanes, workers: workers)
    let (classes, size) = (model.encoder.vocabularySize, model.encoder.outputSize)
    logits = FloatBuffer(count: steps * lanes * classes)
    packedDecoder = PackedMatrix(rows: size, columns: classes)
    packedDecoderBack = PackedMatrix(rows: classes, columns: size)
  }

  /// Zero state in every lane.
  public func resetState() { pass.resetState() }

  /// One step on `batch`, whose rows should be followed by `targets [R]`. The state of each lane carries
  /// over from the step before.
  ///
  /// - Returns: the mean cross-entropy in nats before the update; the update is skipped if it isn't finite.
  public func step(_ batch: PackedBatch, targets: [Int32]) -> Double {
    let (seed, rate, number) = (seed, dropout, optimizer.step)
    let masks = { (place: Int) in Dropout(rate: rate, seed: seed, step: number, place: place) }
    pass.forward(batch, dropout: masks)
    let loss = decode(batch.rows, targets)
    guard loss.isFinite else { return loss }
    decoderGradients(batch.rows)
    if !model.tied { model.encoder.embedding.gradient.fill(0) }
    pass.backward(batch, freezeEmbedding: false, dropout: masks)
    optimizer.update(clip: clip)
    return loss
  }

  /// Logits, loss and the gradients of logits and hidden states, a tile of rows at a time.
  private func decode(_ rows: Int, _ targets: [Int32]) -> Double {
    let classes = model.encoder.vocabularySize
    let size = model.encoder.outputSize
    let (forward, back, bias) = (packedDecoder, packedDecoderBack, model.decoderBias.values)
    forward.pack(model.decoderWeights.values.pointer, transposed: true, workers: workers)
    back.pack(model.decoderWeights.values.pointer, transposed: false, workers: workers)
    let (logits, output, gradient) = (logits, pass.output, pass.outputGradient)
    let losses = IndexedResults(repeating: 0.0, count: rows)
    workers.forTiles(rows, upTo: Self.rowTile) { range in
      let tile = logits.pointer + range.lowerBound * classes
      for row in 0..<range.count { (tile + row * classes).update(from: bias.pointer, count: classes) }
      forward.multiply(
        output.pointer + range.lowerBound * size, rows: range.count, into: tile, accumulate: true)
      for row in range {
        losses.values[row] = Losses.softmaxCrossEntropy(
          logits.pointer + row * classes, classes: classes, target: Int(targets[row]),
          gradientScale: 1 / Float(rows))
      }
      back.multiply(
        tile, rows: range.count, into: gradient.pointer + range.lowerBound * size, accumulate: false)
    }
    return losses.total / Double(rows)
  }

  /// Replaces the decoder's gradients; for tied weights this is the embedding's, to which the encoder adds.
  private func decoderGradients(_ rows: Int) {
    let classes = model.encoder.vocabularySize
    let size = model.encoder.outputSize
    let (weights, bias) = (model.decoderWeights.gradient, model.decoderBias.gradient)
    let (logits, output) = (logits, pass.output)
    workers.forRanges(classes, step: Self.columnTile) { range in
      BLAS.multiply(
        m: range.count, n: size, k: rows, logits.pointer + range.lowerBound, leading: classes,
        transposeA: true, output.pointer, leading: size,
        into: weights.pointer + range.lowerBound * size, leading: size)
      for column in range { bias.pointer[column] = 0 }
      for row in 0..<rows {
        for column in range { bias.pointer[column] += logits.pointer[row * classes + column] }
      }
    }
  }
}
