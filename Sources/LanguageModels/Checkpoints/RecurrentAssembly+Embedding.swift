import Kernels
import TensorFiles

// What turns a token into what the first layer reads.
extension RecurrentAssembly {
  /// Tokens of one-hot input at most: the identity has the square of it.
  private static let oneHotLimit = 8192

  /// The embedding, `[V, width]`: a table, a table whose rows go through a projection, or one-hot vectors.
  mutating func embedding(width: Int) throws -> Parameter {
    let named = catalog.entries.filter(isEmbedding)
    guard let first = named.first else {
      guard let parameter = try oneHot(width: width) else { throw missing(.embedding) }
      return parameter
    }
    let fitting = named.filter { $0.shape[1] == width }
    if !fitting.isEmpty {
      let table = try one(of: fitting, .embedding)
      return try parameter(table, as: "encoder.weight", shape: table.shape)
    }
    for table in named {
      let projections = catalog.entries.filter { entry in
        entry.shape == [width, table.shape[1]] && isLinear(entry) && !isEmbedding(entry)
      }
      guard !projections.isEmpty else { continue }
      return try projected(
        try one(of: named.filter { $0.shape == table.shape }, .embedding),
        through: try one(of: projections, .embedding))
    }
    throw CheckpointError.wrongShape(
      path: path, tensor: first.name, expected: [first.shape[0], width], found: first.shape)
  }

  /// Whether a tensor can be an embedding: named like one, and without the bias that a linear layer has.
  func isEmbedding(_ entry: TensorCatalog.Entry) -> Bool {
    guard entry.isMatrix, entry.name.isPath(endingWith: "weight") else { return false }
    let layer = entry.name.modulePath.lastPart.lowercased()
    let isNamed =
      layer.contains("emb") || ["encoder", "wte", "lookup", "lut", "word_vectors"].contains(layer)
    return isNamed && catalog["\(entry.name.modulePath).bias"] == nil
  }

  /// One-hot vectors, where a linear layer has as many outputs as the first recurrent layer has inputs; nil where
  /// none has.
  private mutating func oneHot(width: Int) throws -> Parameter? {
    let outputs = catalog.entries.contains { isLinear($0) && $0.shape[0] == width }
    guard outputs else { return nil }
    guard width <= Self.oneHotLimit else {
      throw CheckpointError.unsupportedPart(
        path: path, tensor: "\(stackPath)weight_ih", part: .wideOneHot(limit: Self.oneHotLimit))
    }
    let identity = Parameter(name: "encoder.weight", shape: [width, width])
    if catalog.readsValues {
      for row in 0..<width { identity.values.pointer[row * width + row] = 1 }
    }
    assumptions.append(.oneHot(width))
    return identity
  }

  /// The rows of a table, each put through a linear layer once: it gives the same for the same token.
  private mutating func projected(
    _ table: TensorCatalog.Entry, through projection: TensorCatalog.Entry
  ) throws -> Parameter {
    let layer = LinearLayer(
      weights: try parameter(projection, as: "projection.weight", shape: projection.shape),
      bias: try parameter(
        catalog["\(projection.name.modulePath).bias"], as: "projection.bias", shape: [projection.shape[0]]))
    let rows = try parameter(table, as: "encoder.weight", shape: table.shape)
    let result = Parameter(name: "encoder.weight", shape: [table.shape[0], layer.outputSize])
    assumptions.append(.projectedEmbedding(projection.name))
    guard catalog.readsValues else { return result }
    for row in 0..<table.shape[0] {
      (result.values.pointer + row * layer.outputSize)
        .update(from: layer.bias.values.pointer, count: layer.outputSize)
    }
    layer.packed.multiply(
      rows.values.pointer, rows: table.shape[0], into: result.values.pointer, accumulate: true)
    return result
  }

  /// The one that stands nearest to the recurrent layers: `a.embedding` rather than `b.embedding` beside `a.lstm`.
  /// Copies of one another count as one.
  private func one(of entries: [TensorCatalog.Entry], _ part: ModelPart) throws -> TensorCatalog.Entry {
    let nearest = entries.highest { $0.name.commonPath(with: stackPath) }
    guard try nearest.dropFirst().allSatisfy({ try catalog.areEqual($0, nearest[0]) }) else {
      throw ambiguous(part, nearest.map(\.name))
    }
    return nearest[0]
  }
}

extension Array {
  /// Those with the highest rank, in their order.
  func highest(_ rank: (Element) -> Int) -> [Element] {
    let ranks = map(rank)
    return zip(self, ranks).filter { $0.1 == ranks.max() }.map(\.0)
  }
}
