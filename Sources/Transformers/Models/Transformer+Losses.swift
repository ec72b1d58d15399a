import Kernels

extension Transformer {
  /// What a causal model loses on each token of each document, in nats; nil for tokens that nothing predicts:
  /// the first of a document and, without overlap, of every window.
  ///
  /// With a window W and an overlap of W - S this is perplexity by windows with stride S.
  ///
  /// - Parameters:
  ///   - window: How many tokens are read at once; by default ``defaultWindow``.
  ///   - overlap: How many tokens each window but the first reads again, without counting them.
  /// - Throws: ``TransformerError``, or what reading weights gives. Memory: 64 rows of logits a thread.
  public func tokenLosses(
    _ documents: [[Int32]], window: Int? = nil, overlap: Int = 0, workers: Workers
  ) throws -> [[Double?]] {
    guard isCausal else { throw TransformerError.lacksHead(path: path, head: "causal language model") }
    let head = try tokenPredictor()
    let results = IndexedResults(documents.map { [Double?](repeating: nil, count: $0.count) })
    let size = architecture.hiddenSize
    try readFinalStates(documents, window: window, overlap: overlap, workers: workers) { result, states in
      let (tokens, window) = (result.tokens, result.window)
      let document = documents[window.document]
      // A state predicts the token after its own, if that is of the same window and counts.
      let predicted = (tokens.lowerBound + 1..<min(tokens.upperBound, window.tokens.upperBound - 1) + 1)
        .clamped(to: window.counted)
      let logits = FloatBuffer(count: min(Self.rowsOfLogits, predicted.count) * head.vocabularySize)
      for first in stride(from: predicted.lowerBound, to: predicted.upperBound, by: Self.rowsOfLogits) {
        let rows = min(Self.rowsOfLogits, predicted.upperBound - first)
        head.apply(
          states + (first - 1 - tokens.lowerBound) * size, rows: rows, into: logits.pointer)
        for row in 0..<rows {
          results.values[window.document][first + row] = Losses.softmaxCrossEntropy(
            logits.pointer + row * head.vocabularySize, classes: head.vocabularySize,
            target: Int(document[first + row]), gradientScale: 0)
        }
      }
    }
    return Array(results.values)
  }
}
