import Files
import Kernels

extension Transformer {
  /// How many classes the sequence classifier tells apart; nil if the model has none.
  public var labelCount: Int? { heads.classification?.labels }

  /// What the configuration calls the classes, in the order of the outputs; nil where it doesn't name every one.
  public var labelNames: [String]? {
    guard let count = labelCount,
      let names = (try? FolderFiles(path: path).json("config.json"))?["id2label"]
    else { return nil }
    let known = (0..<count).compactMap { names["\($0)"]?.text }
    return known.count == count ? known : nil
  }

  /// The sequence classifier's logits, `[labels]`, of each document; of a document longer than the window those
  /// of its first window. An empty document has none.
  ///
  /// - Throws: ``TransformerError/lacksHead(path:head:)``, or what reading weights gives.
  public func classificationLogits(_ documents: [[Int32]], workers: Workers) throws -> [[Float]] {
    let head = try classifier()
    let size = architecture.hiddenSize
    let read = documents.map { Array($0.prefix(defaultWindow)) }
    let results = IndexedResults(repeating: [Float](), count: documents.count)
    try readFinalStates(read, workers: workers) { result, states in
      let (document, tokens) = (result.window.document, result.tokens)
      switch head.pooling {
      case .first: results.values[document] = head.logits(states)
      case .last:
        let last = read[document].lastIndex { $0 != paddingToken } ?? 0
        if tokens.contains(last) {
          results.values[document] = head.logits(states + (last - tokens.lowerBound) * size)
        }
      case .mean:
        let mean = FloatBuffer(count: size)
        let count = tokens.count
        for row in 0..<count { Sums.add(states + row * size, to: mean.pointer, count: size) }
        for i in 0..<size { mean.pointer[i] /= Float(count) }
        results.values[document] = withExtendedLifetime(mean) { head.logits(mean.pointer) }
      }
    }
    return Array(results.values)
  }
}
