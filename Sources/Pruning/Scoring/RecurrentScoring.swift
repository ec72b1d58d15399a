import Kernels
import LanguageModels
import Sites

/// Scores one recurrent model under many masks on one split.
///
/// In the readout mode a mask over the last layer changes nothing of what is encoded: the documents are encoded
/// once, and each mask costs only the head, or the decoder. Otherwise each mask is encoded anew. All threads
/// work on one mask; results don't depend on their number. The recurrent mode is scored by the structural one's
/// model, which gives the same but for the order of sums.
public final class RecurrentScoring: PrunedScoring {
  /// The model.
  public let model: Checkpoint.Model
  /// Documents of token ids; for a language model with the end-of-document token, if there is one.
  public let documents: [[Int32]]
  /// Classes of the documents, 0 or 1; for a classifier.
  public let labels: [Double]
  private let workers: Workers
  private let isCancelled: () -> Bool
  /// What head or decoder read of the unpruned model, once it was needed.
  private var encoded: EncodedStates?
  private lazy var decoder: PackedMatrix? = {
    guard case .languageModel(let model) = model else { return nil }
    return model.packedDecoder
  }()

  /// Floats of encoded documents that are kept at most, 1 GB: beyond that they are encoded for each mask.
  private static let stateLimit = 1 << 28
  /// Documents between two looks at whether the user has stopped it.
  private static let slice = 256

  /// Prepares the scoring; nothing is computed.
  ///
  /// - Parameter isCancelled: asked every 256 documents; true stops with `PruningError.interrupted`.
  /// - Precondition: the model is a classifier with a label for each document, or a language model.
  public init(
    _ model: Checkpoint.Model, documents: [[Int32]], labels: [Double] = [], workers: Workers,
    isCancelled: @escaping () -> Bool = { false }
  ) {
    switch model {
    case .classifier: precondition(labels.count == documents.count)
    case .languageModel: break
    case .encoder, .predictor: preconditionFailure("an encoder alone can't be scored")
    }
    self.model = model
    self.documents = documents
    self.labels = labels
    self.workers = workers
    self.isCancelled = isCancelled
  }

  /// What each document gets from the unpruned model.
  ///
  /// - Throws: ``PruningError/interrupted``.
  public func outcomes() throws(PruningError) -> DocumentOutcomes {
    guard let states = try unprunedStates() else { return try outcomes(of: model) }
    return try outcomes(states, without: [])
  }

  /// What each document gets from the model without what the mask prunes.
  ///
  /// - Throws: ``PruningError/differentSites(mask:model:)``, ``PruningError/unfitMode(_:modes:)``,
  ///   ``PruningError/interrupted``.
  public func outcomes(_ mask: PruningMask, mode: PruningMode) throws(PruningError) -> DocumentOutcomes {
    try model.encoder.require(mask)
    if isCancelled() { throw .interrupted }
    let last = model.encoder.layers.count - 1
    if mode == .readout, (0..<last).allSatisfy({ mask.pruned(site: $0).isEmpty }),
      let states = try unprunedStates()
    {
      return try outcomes(states, without: mask.pruned(site: last))
    }
    // What is held at zero need not be computed: the smaller model does the same in less time.
    return try outcomes(of: model.pruned(by: mask, mode: mode == .recurrent ? .structural : mode))
  }

  /// Documents, encoded by the unpruned model, if they may be kept.
  private func unprunedStates() throws(PruningError) -> EncodedStates? {
    if let encoded { return encoded }
    guard EncodedStates.floats(model, documents) <= Self.stateLimit else { return nil }
    let states = EncodedStates(model, documents)
    try read(model.encoder) { chunk in states.take(chunk) }
    encoded = states
    return states
  }

  private func outcomes(of model: Checkpoint.Model) throws(PruningError) -> DocumentOutcomes {
    switch model {
    case .classifier:
      let states = EncodedStates(model, documents)
      try read(model.encoder) { chunk in states.take(chunk) }
      return outcomes(of: model, states, without: [])
    case .languageModel(let model):
      let losses = TokenLosses(model, decoder: model.packedDecoder, documents: documents)
      let encoder = model.encoder
      try read(encoder) { chunk in
        losses.add(encoder.output(chunk.activations), document: chunk.document, tokens: chunk.tokens)
      }
      return .losses(losses.sums, tokens: losses.counts)
    case .encoder, .predictor: preconditionFailure("checked at the beginning")
    }
  }

  private func outcomes(
    _ states: EncodedStates, without units: [Int]
  ) throws(PruningError) -> DocumentOutcomes {
    guard case .languageModel(let model) = model, let decoder else {
      return outcomes(of: model, states, without: units)
    }
    let losses = TokenLosses(model, decoder: decoder, documents: documents, without: units)
    for start in stride(from: 0, to: documents.count, by: Self.slice / 4) {
      if isCancelled() { throw .interrupted }
      let slice = start..<min(start + Self.slice / 4, documents.count)
      workers.forEach(slice.count) { place in
        let document = slice.lowerBound + place
        states.forEachChunk(document) { states, tokens in
          losses.add(states, document: document, tokens: tokens)
        }
      }
    }
    return .losses(losses.sums, tokens: losses.counts)
  }

  private func outcomes(
    of model: Checkpoint.Model, _ states: EncodedStates, without units: [Int]
  ) -> DocumentOutcomes {
    guard case .classifier(let classifier) = model else { preconditionFailure("checked at the beginning") }
    let size = classifier.encoder.outputSize
    let weights = classifier.headWeights.values.array
    var isRead = [Bool](repeating: true, count: weights.count)
    for start in stride(from: 0, to: weights.count, by: size) {
      for unit in units { isRead[start + unit] = false }
    }
    let read = weights.indices.filter { isRead[$0] }.map { ($0, Double(weights[$0])) }
    let bias = Double(classifier.headBias.values.pointer[0])
    let logits = documents.indices.map { document in
      let features = states.features(document)
      return read.reduce(bias) { $0 + $1.1 * Double(features[$1.0]) }
    }
    return .logits(logits, labels: labels)
  }

  /// Encodes all documents, a slice after the other; `body` runs on several threads, one a document.
  private func read(
    _ encoder: Encoder, _ body: @escaping @Sendable (StateChunk) -> Void
  ) throws(PruningError) {
    let reader = ActivationReader(encoder, workers: workers)
    for start in stride(from: 0, to: documents.count, by: Self.slice) {
      if isCancelled() { throw .interrupted }
      let slice = Array(documents[start..<min(start + Self.slice, documents.count)])
      reader.read(slice) { chunk in body(StateChunk(chunk, documentsBefore: start)) }
    }
    if isCancelled() { throw .interrupted }
  }
}

/// A chunk of a document, which is numbered in the whole split.
struct StateChunk {
  let document: Int
  let tokens: Range<Int>
  let activations: ActivationChunk

  init(_ chunk: ActivationChunk, documentsBefore: Int) {
    activations = chunk
    document = documentsBefore + chunk.document
    tokens = chunk.tokens
  }
}
