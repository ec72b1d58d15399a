import Kernels

extension Transformer {
  /// The logits of every token, `[tokens, V]`, of each document; of a causal model what follows, of a masked one
  /// what stands there. Windows don't overlap.
  ///
  /// - Throws: ``TransformerError/lacksHead(path:head:)``, or what reading weights gives.
  public func logits(_ documents: [[Int32]], workers: Workers) throws -> [[Float]] {
    let head = try tokenPredictor()
    let size = architecture.hiddenSize
    let results = IndexedResults(repeating: [Float](), count: documents.count)
    try readFinalStates(documents, workers: workers) { result, states in
      let (tokens, width) = (result.tokens, head.vocabularySize)
      results.values[result.window.document] += [Float](unsafeUninitializedCapacity: tokens.count * width) {
        target, count in
        count = tokens.count * width
        guard let base = target.baseAddress else { return }
        for first in stride(from: 0, to: tokens.count, by: Self.rowsOfLogits) {
          head.apply(
            states + first * size, rows: min(Self.rowsOfLogits, tokens.count - first),
            into: base + first * width)
        }
      }
    }
    return Array(results.values)
  }

  /// Rows of logits that are computed at once.
  static var rowsOfLogits: Int { 64 }

  /// Hidden states after the last layer and its norm, `[tokens, H]`, of each document: what `last_hidden_state`
  /// is in Transformers.
  ///
  /// - Throws: what reading weights gives.
  public func hiddenStates(_ documents: [[Int32]], workers: Workers) throws -> [[Float]] {
    let size = architecture.hiddenSize
    let results = IndexedResults(repeating: [Float](), count: documents.count)
    try readFinalStates(documents, workers: workers) { result, states in
      results.values[result.window.document] += UnsafeBufferPointer(
        start: states, count: result.tokens.count * size)
    }
    return Array(results.values)
  }

  /// Calls `body` with every window, or part of one, and the final states `[tokens, H]` of all its tokens, on
  /// several threads, but for one document in the order of its tokens and one at a time.
  func readFinalStates(
    _ documents: [[Int32]], window: Int? = nil, overlap: Int = 0, workers: Workers,
    _ body: @Sendable (_ result: WindowReading.Result, _ states: UnsafePointer<Float>) -> Void
  ) throws {
    checkTokens(documents)
    let (length, overlap) = try checked(window: window, overlap: overlap)
    let plan = ReadingPlan(sites: [], needsFinalStates: true, model: architecture)
    let reading = try WindowReading(self, plan: plan, workers: workers)
    let size = architecture.hiddenSize
    reading.run(documents, ReadingUnits(documents, length: length, overlap: overlap), workers: workers) {
      body($0, $0.room.residual.pointer + $0.firstRow * size)
    }
  }
}
