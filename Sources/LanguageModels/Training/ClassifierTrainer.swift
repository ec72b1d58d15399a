import Glibc
import Kernels

/// What the gradient of a minibatch is, of its documents' gradients.
public enum GradientReduction: String, Sendable {
  /// The mean: the step does not depend on the size of the minibatch.
  case mean
  /// The sum, as the reference code accumulates it.
  case sum
}

/// Fine-tunes a classifier on whole documents.
///
/// B documents, H hidden units.
public final class ClassifierTrainer {
  /// What is trained.
  public let classifier: Classifier
  /// The update rule and its state.
  public let optimizer: Optimizer
  /// Share of values dropped between the parts of the model.
  public let dropout: Float
  /// The largest gradient norm, nil for any.
  public let clip: Double?
  /// Whether the embedding stays as it was pretrained, as in the paper.
  public let freezeEmbedding: Bool
  /// How a minibatch's gradient is made of its documents'.
  public let reduction: GradientReduction
  let seed: UInt64
  private let workers: Workers
  private var pass: EncoderPass
  private var capacity: (rows: Int, lanes: Int) = (0, 0)

  /// A trainer; memory grows to the largest minibatch it is given.
  public init(
    _ classifier: Classifier, optimizer: OptimizerKind, rate: Double, clip: Double?, dropout: Float,
    freezeEmbedding: Bool, reduction: GradientReduction = .mean, seed: UInt64, workers: Workers
  ) {
    self.classifier = classifier
    let trained = classifier.parameters.filter { !freezeEmbedding || $0 !== classifier.encoder.embedding }
    self.optimizer = Optimizer(optimizer, rate: rate, parameters: trained, workers: workers)
    self.dropout = dropout
    self.clip = clip
    self.freezeEmbedding = freezeEmbedding
    self.reduction = reduction
    self.seed = seed
    self.workers = workers
    pass = EncoderPass(classifier.encoder, rows: 0, lanes: 0, workers: workers)
  }

  /// One step on documents (none empty) with labels in {0, 1}.
  ///
  /// - Returns: the mean binary cross-entropy in nats before the update; the update is skipped if it isn't
  ///   finite.
  public func step(_ documents: [[Int32]], labels: [Double]) -> Double {
    let order = documents.indices.sorted { (documents[$1].count, $0) < (documents[$0].count, $1) }
    let batch = PackedBatch(longestFirst: order.map { documents[$0] })
    reserve(rows: batch.rows, lanes: documents.count)
    pass.resetState()
    let (seed, rate, number) = (seed, dropout, optimizer.step)
    let masks = { (place: Int) in Dropout(rate: rate, seed: seed, step: number, place: place) }
    pass.forward(batch, dropout: masks)
    let loss = head(batch, labels: order.map { labels[$0] })
    guard loss.isFinite else { return loss }
    if !freezeEmbedding { classifier.encoder.embedding.gradient.fill(0) }
    pass.backward(batch, freezeEmbedding: freezeEmbedding, dropout: masks)
    optimizer.update(clip: clip)
    return loss
  }

  /// Loss and gradients of the head, and of the hidden states that it reads.
  private func head(_ batch: PackedBatch, labels: [Double]) -> Double {
    let (weights, bias) = (classifier.headWeights, classifier.headBias)
    let features = FloatBuffer(count: weights.values.count)
    weights.gradient.fill(0)
    bias.gradient.fill(0)
    pass.outputGradient.fill(0)
    let divisor = reduction == .mean ? Double(labels.count) : 1
    var loss = 0.0
    for lane in labels.indices {
      let rows = batch.rows(ofLane: lane)
      pool(rows, into: features)
      let logit = classifier.logit(features.pointer)
      loss += Losses.binaryCrossEntropy(logit: logit, label: labels[lane])
      let gradient = Float((1 / (1 + exp(-logit)) - labels[lane]) / divisor)
      for i in 0..<features.count { weights.gradient.pointer[i] += gradient * features.pointer[i] }
      bias.gradient.pointer[0] += gradient
      spread(gradient, over: rows, features)
    }
    return loss / Double(labels.count)
  }

  /// What the head reads of a document whose states stand in these rows.
  private func pool(_ rows: [Int], into features: FloatBuffer) {
    let size = classifier.encoder.outputSize
    let pooled = PooledStates(features.pointer, size: size, pooling: classifier.pooling)
    for (place, row) in rows.enumerated() {
      pooled.add(pass.output.pointer + row * size, isFirst: place == 0)
    }
    pooled.finish(rows.count)
  }

  /// The gradient of the logit, carried on to the states: to the last, to all for the mean, and for the
  /// maximum to the first state that reached it.
  private func spread(_ gradient: Float, over rows: [Int], _ features: FloatBuffer) {
    let size = classifier.encoder.outputSize
    let weights = classifier.headWeights.values.pointer
    let (states, gradients) = (pass.output.pointer, pass.outputGradient.pointer)
    let places = classifier.pooling.places
    if let last = rows.last, let place = places.last {
      for i in 0..<size { gradients[last * size + i] += gradient * weights[place * size + i] }
    }
    if let place = places.mean {
      for i in 0..<size {
        let share = gradient * weights[place * size + i] / Float(rows.count)
        for row in rows { gradients[row * size + i] += share }
      }
    }
    if let place = places.max {
      for i in 0..<size {
        let peak = features.pointer[place * size + i]
        if let row = rows.first(where: { states[$0 * size + i] == peak }) {
          gradients[row * size + i] += gradient * weights[place * size + i]
        }
      }
    }
  }

  private func reserve(rows: Int, lanes: Int) {
    guard rows > capacity.rows || lanes > capacity.lanes else { return }
    capacity = (max(rows, capacity.rows), max(lanes, capacity.lanes))
    pass = EncoderPass(classifier.encoder, rows: capacity.rows, lanes: capacity.lanes, workers: workers)
  }
}
