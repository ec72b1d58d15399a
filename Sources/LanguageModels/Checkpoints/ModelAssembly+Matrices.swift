import TensorFiles

// Which matrix is the embedding, the decoder, the classifier's head.
extension ModelAssembly {
  /// The embedding, `[V, width]`.
  func embedding(width: Int, besides stack: String) throws -> ArchivedTensor {
    let named = matrices(besides: stack).filter { Self.isEmbedding($0.name) }
    guard let first = named.first else {
      throw missing("embedding (a tensor named …encoder.weight or …embedding.weight)")
    }
    let fitting = named.filter { $0.shape[1] == width && $0.shape[0] > 0 }
    guard !fitting.isEmpty else {
      throw CheckpointError.wrongShape(
        path: file.path, tensor: first.name, expected: [first.shape[0], width], found: first.shape)
    }
    // The one nearest to the recurrent layers: `a.embedding` rather than `b.embedding` beside `a.lstm`.
    let best = most(fitting) { $0.name.commonPath(with: stack) }
    guard best.count == 1 else { throw ambiguous("embedding", best.map(\.name)) }
    return best[0]
  }

  /// A weight matrix of this shape that is neither an embedding nor part of a recurrent layer.
  func matrix(_ part: String, shape: [Int], besides embedding: String, stack: String) throws -> String? {
    let fitting = matrices(besides: stack).filter {
      $0.shape == shape && $0.name != embedding && !Self.isEmbedding($0.name)
    }
    guard !fitting.isEmpty else { return nil }
    let byName = most(fitting) { Self.headNames.contains($0.name.layer) ? 1 : 0 }
    let byBias = most(byName) { file.tensor(named: biasName($0.name))?.shape == [shape[0]] ? 1 : 0 }
    let best = most(byBias) { $0.name.commonPath(with: stack) }
    guard best.count == 1 else { throw ambiguous(part, best.map(\.name)) }
    return best[0].name
  }

  func biasName(_ weights: String) -> String { "\(weights.dropLast("weight".count))bias" }

  /// What the layer of an output is usually called.
  private static let headNames: Set<String> = [
    "decoder", "lm_head", "output", "out", "fc", "linear", "linear_layer", "head", "classifier", "hidden2tag",
    "proj", "generator",
  ]

  private static func isEmbedding(_ name: String) -> Bool {
    let layer = name.layer.lowercased()
    return layer.contains("emb") || layer == "encoder" || layer == "wte"
  }

  private func matrices(besides stack: String) -> [ArchivedTensor] {
    tensors.filter {
      $0.shape.count == 2 && $0.name.isPath(endingWith: "weight") && !$0.name.hasPrefix("\(stack)weight_")
    }
  }

  /// Those with the highest rank.
  private func most(_ tensors: [ArchivedTensor], _ rank: (ArchivedTensor) -> Int) -> [ArchivedTensor] {
    let ranks = tensors.map(rank)
    return zip(tensors, ranks).filter { $0.1 == ranks.max() }.map(\.0)
  }
}

extension String {
  /// Whether it is this dotted path, or ends with it after a dot.
  func isPath(endingWith suffix: String) -> Bool { self == suffix || hasSuffix(".\(suffix)") }

  /// The last but one part: `decoder` of `model.decoder.weight`.
  fileprivate var layer: String {
    let parts = split(separator: ".", omittingEmptySubsequences: false)
    return parts.count < 2 ? "" : String(parts[parts.count - 2])
  }

  /// How many leading parts of a dotted path are the same.
  fileprivate func commonPath(with other: String) -> Int {
    zip(split(separator: "."), other.split(separator: ".")).prefix { $0 == $1 }.count
  }
}
