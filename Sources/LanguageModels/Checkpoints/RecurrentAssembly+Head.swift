import Files
import Kernels
import TensorFiles

// What reads the encoder's output.
extension RecurrentAssembly {
  /// Whether a tensor can be the weights of a linear layer.
  func isLinear(_ entry: TensorCatalog.Entry) -> Bool {
    entry.isMatrix && entry.name.isPath(endingWith: "weight") && RecurrentTensorName(entry.name) == nil
      && !TensorRole.isAttention(entry.name)
  }

  /// The model with the head that the file has; the encoder alone where it has none, or where it isn't certain
  /// which tensors are the head, which ``headFlaw`` then says.
  mutating func head(on encoder: Encoder) throws -> Checkpoint.Model {
    let candidates = catalog.entries.filter {
      isLinear($0) && !isEmbedding($0) && !used.contains($0.name)
    }
    guard
      let chains = HeadChain.longest(
        candidates, width: encoder.outputSize, tokens: encoder.vocabularySize)
    else {
      headFlaw = ambiguous(.head, candidates.map(\.name))
      return .encoder(encoder)
    }
    if chains.isEmpty {
      if let model = try tiedModel(on: encoder, candidates) { return model }
      if let wide = candidates.first(where: { $0.shape[1] == encoder.outputSize }) {
        headFlaw = .unscorableHead(
          path: path, tensor: wide.name, outputs: wide.shape[0], limit: HeadChain.classLimit)
      }
      return .encoder(encoder)
    }
    guard let chain = best(of: chains, tokens: encoder.vocabularySize) else {
      headFlaw = ambiguous(.head, chains.compactMap(\.layers.last?.name))
      return .encoder(encoder)
    }
    setAsideDecoder(beside: chain, of: encoder, candidates)
    if let model = try direct(chain, on: encoder) { return model }
    return try predictor(chain, on: encoder)
  }

  /// Leaves the decoder of a pretraining out of a model with a head for classes: with an output for each token, it
  /// can't lead to the classes.
  private mutating func setAsideDecoder(
    beside chain: HeadChain, of encoder: Encoder, _ candidates: [TensorCatalog.Entry]
  ) {
    guard chain.layers.last?.shape[0] != encoder.vocabularySize else { return }
    let names = Set(chain.layers.map(\.name))
    for entry in candidates
    where entry.shape == [encoder.vocabularySize, encoder.outputSize] && !names.contains(entry.name) {
      used.formUnion([entry.name, "\(entry.name.modulePath).bias"])
      assumptions.append(.decoderBesideHead(entry.name))
    }
  }

  /// The chain that names, biases and nearness speak for; nil where they don't decide.
  private func best(of chains: [HeadChain], tokens: Int) -> HeadChain? {
    func count(_ chain: HeadChain, _ holds: (TensorCatalog.Entry) -> Bool) -> Int {
      chain.layers.count(where: holds)
    }
    var best = chains.highest { $0.layers.last.map { TensorRole.isHead($0.name) } == true ? 1 : 0 }
    best = best.highest { count($0) { TensorRole.isHead($0.name) } }
    // A decoder beside a head for classes is that of the pretraining.
    best = best.highest { $0.layers.last?.shape[0] == tokens ? 0 : 1 }
    best = best.highest { count($0) { catalog["\($0.name.modulePath).bias"] != nil } }
    best = best.highest { $0.layers.reduce(0) { $0 + $1.name.commonPath(with: stackPath) } }
    if best.count > 1, Set(best.map { Set($0.layers.map(\.name)) }).count == 1 {
      // The same layers in another order: that of their numbers, or that in which a module defines them.
      let inOrder = best.filter { chain in
        zip(chain.layers, chain.layers.dropFirst()).allSatisfy { isBefore($0.name, $1.name) }
      }
      best = inOrder.isEmpty ? best : inOrder
    }
    return best.count == 1 ? best[0] : nil
  }

  private func isBefore(_ a: String, _ b: String) -> Bool {
    if a.filter({ !$0.isNumber }) == b.filter({ !$0.isNumber }) { return a.precedesNaturally(b) }
    guard case .pyTorch = catalog.file.content else { return false }
    let names = catalog.entries.map(\.name)
    guard let first = names.firstIndex(of: a), let second = names.firstIndex(of: b) else { return false }
    return first < second
  }

  /// A decoder or a logistic head right on the states.
  private mutating func direct(_ chain: HeadChain, on encoder: Encoder) throws -> Checkpoint.Model? {
    guard chain.layers.count == 1, let weights = chain.layers.first else { return nil }
    let pooling = self.pooling(of: chain)
    if weights.shape == [encoder.vocabularySize, encoder.outputSize], pooling == .last {
      assumptions.append(.head(layers: [weights.name], activation: .none))
      let bias = try bias(beside: weights, as: "decoder.bias")
      let decoder = try parameter(weights, as: "decoder.weight", shape: weights.shape)
      let shared =
        catalog.readsValues && decoder.values.buffer.elementsEqual(encoder.embedding.values.buffer)
      return .languageModel(
        LanguageModel(
          encoder: encoder, decoderWeights: shared ? encoder.embedding : decoder, decoderBias: bias))
    }
    guard weights.shape[0] == 1 else { return nil }
    assumptions += [.head(layers: [weights.name], activation: .none), .pooling(pooling)]
    return .classifier(
      Classifier(
        encoder: encoder, pooling: pooling,
        headWeights: try parameter(weights, as: "classifier.weight", shape: weights.shape),
        headBias: try bias(beside: weights, as: "classifier.bias")))
  }

  /// A head of several layers, or of several classes.
  private mutating func predictor(_ chain: HeadChain, on encoder: Encoder) throws -> Checkpoint.Model {
    let names = chain.layers.map(\.name)
    guard chain.layers.count == 1 || hints.activation != nil else {
      headFlaw = .needsActivation(path: path, layers: names)
      used.formUnion(names + names.map { "\($0.modulePath).bias" })
      return .encoder(encoder)
    }
    let layers = try chain.layers.enumerated().map { index, entry in
      LinearLayer(
        weights: try parameter(entry, as: "head.\(index).weight", shape: entry.shape),
        bias: try bias(beside: entry, as: "head.\(index).bias"))
    }
    guard let output = layers.last else { return .encoder(encoder) }
    let activation = hints.activation ?? HeadActivation.none
    assumptions.append(.head(layers: names, activation: activation))
    let predictor = Predictor(
      encoder: encoder, pooling: pooling(of: chain), hidden: layers.dropLast(), activation: activation,
      output: output)
    if !predictor.predictsTokens { assumptions.append(.pooling(predictor.pooling)) }
    return .predictor(predictor)
  }

  /// What a chain reads of a document: what its width says, or what was said where several poolings have it.
  private func pooling(of chain: HeadChain) -> Pooling {
    guard chain.pooling == .last, let hint = hints.pooling, hint != .lastMeanMax else { return chain.pooling }
    return hint
  }

  /// A language model whose decoder is the embedding: the file has its bias, or our own metadata says so.
  private mutating func tiedModel(
    on encoder: Encoder, _ candidates: [TensorCatalog.Entry]
  ) throws -> Checkpoint.Model? {
    guard encoder.embeddingSize == encoder.outputSize else { return nil }
    let bias = catalog.entries.first { entry in
      entry.shape == [encoder.vocabularySize] && entry.name.isPath(endingWith: "bias")
        && !used.contains(entry.name) && catalog["\(entry.name.modulePath).weight"] == nil
        && TensorRole.isHead(entry.name)
    }
    guard bias != nil || catalog.file.metadata["tied"] == "true" else { return nil }
    assumptions.append(.head(layers: [bias?.name ?? "encoder.weight"], activation: .none))
    return .languageModel(
      LanguageModel(
        encoder: encoder, decoderWeights: encoder.embedding,
        decoderBias: try parameter(bias, as: "decoder.bias", shape: [encoder.vocabularySize])))
  }

  private mutating func bias(beside weights: TensorCatalog.Entry, as own: String) throws -> Parameter {
    try parameter(catalog["\(weights.name.modulePath).bias"], as: own, shape: [weights.shape[0]])
  }
}
