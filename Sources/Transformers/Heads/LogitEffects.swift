import Kernels

/// What a neuron does to the logits of tokens by itself: its output weights, read by the norm before the head and by the
/// head. Whatever the layers between make of it is left out, as is what differs from token to token: what norms divide by.
/// So effects compare tokens of one neuron, and say nothing of their size beside other neurons.
public struct LogitEffects: Sendable {
  /// One token.
  public struct Token: Sendable, Hashable {
    /// The token.
    public let id: Int32
    /// What an activation of 1 adds to its logit, but for what norms divide by.
    public let effect: Float
  }

  /// The tokens whose logits rise most, the largest effect first.
  public let raised: [Token]
  /// The tokens whose logits fall most, the lowest effect first.
  public let lowered: [Token]
  /// Whether the norm before the head is folded in: its weights, and the mean that it takes off.
  public let foldsNorm: Bool

  /// The first of both ends of `effects [V]`; equal effects in the order of the ids. O(n log n).
  public init(_ effects: [Float], count: Int, foldsNorm: Bool) {
    let order = effects.indices.sorted { (-effects[$0], $0) < (-effects[$1], $1) }
    func tokens(_ ids: some Sequence<Int>) -> [Token] {
      ids.prefix(count).map { Token(id: Int32($0), effect: effects[$0]) }
    }
    raised = tokens(order)
    lowered = tokens(effects.indices.sorted { (effects[$0], $0) < (effects[$1], $1) })
    self.foldsNorm = foldsNorm
  }
}

extension Transformer {
  /// What a neuron, or a number that a head gathers, does to the logits of tokens.
  ///
  /// - Parameters:
  ///   - site: a site where activations can be held, as `blocks.3.mlp.hook_post`.
  ///   - count: how many tokens at either end.
  ///   - foldsNorm: whether the norm before the head is folded in, as TransformerLens does; a norm behind the feed-forward
  ///     layer (Gemma 2 and 3, OLMo 2 and 3) is with it.
  /// - Throws: ``TransformerError/noSuchSite(pattern:sites:)``; ``TransformerError/lacksHead(path:head:)``;
  ///   ``TransformerError/unsupported(path:feature:)`` where a head has a layer of its own; what reading weights gives.
  /// - Precondition: the neuron is of the site.
  /// - Complexity: O(H V), and reading the layer's last product.
  public func logitEffects(
    ofNeuron neuron: Int, site name: String, count: Int, foldingNorm foldsNorm: Bool = true
  ) throws -> LogitEffects {
    guard let site = allSites.first(where: { $0.name == name }),
      let product = reader(of: site.kind, layer: site.layer)
    else {
      throw TransformerError.noSuchSite(
        pattern: name, sites: allSites.filter(\.kind.canBeHeld).map(\.name))
    }
    precondition((0..<product.inputs).contains(neuron), "a neuron of the site")
    let head = try tokenPredictor()
    guard head.transform == nil else {
      throw TransformerError.unsupported(
        path: path, feature: "what a neuron does to logits behind a head with a layer of its own")
    }
    let weights = try store.floats("\(product.pieces[0].module).weight")
    var direction = (0..<product.outputs).map { output in
      weights[
        product.storesInputsFirst ? neuron * product.outputs + output : output * product.inputs + neuron]
    }
    if foldsNorm {
      let after: NormPlace = site.kind == .neurons ? .mlpOutput : .attentionOutput
      for norm in [try block(site.layer).norms[after], try lastNorm()] { norm?.fold(&direction) }
    }
    let effects = [Float](unsafeUninitializedCapacity: head.vocabularySize) { room, filled in
      direction.withUnsafeBufferPointer { read in
        guard let read = read.baseAddress, let room = room.baseAddress else { return }
        head.output.matrix.multiply(read, rows: 1, bias: nil, into: room)
      }
      filled = head.vocabularySize
    }
    return LogitEffects(
      Array(effects.prefix(architecture.vocabularySize)), count: count, foldsNorm: foldsNorm)
  }
}

extension Norm {
  /// What the norm makes of a direction, but for what it divides by.
  fileprivate func fold(_ direction: inout [Float]) {
    if description.kind == .layer || description.kind == .plainLayer {
      let mean = direction.reduce(0, +) / Float(direction.count)
      for i in direction.indices { direction[i] -= mean }
    }
    guard let weight else { return }
    for i in direction.indices { direction[i] *= weight.pointer[i] }
  }
}
