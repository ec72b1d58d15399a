import Kernels

/// The weights of one block, ready for use.
struct Block: Sendable {
  let norms: [NormPlace: Norm]
  /// To queries, keys and values side by side.
  let attentionInput: Linear
  let queryNorm: Norm?
  let keyNorm: Norm?
  let attentionOutput: Linear
  /// To the neurons; where gated, to both factors side by side.
  let mlpInput: Linear
  let mlpOutput: Linear
}

/// Where the weights of a ``Block`` lie.
struct BlockRecipe: Sendable {
  private var norms: [NormPlace: NormRecipe] = [:]
  private let attentionInput: LinearRecipe
  private var queryNorm: NormRecipe?
  private var keyNorm: NormRecipe?
  private let attentionOutput: LinearRecipe
  private let mlpInput: LinearRecipe
  private let mlpOutput: LinearRecipe

  /// The recipe of a layer of a model with these names.
  init(_ layer: Int, of model: Architecture, names: TensorNames) {
    let parts = names.block.split(separator: "{}", omittingEmptySubsequences: false)
    let prefix = parts.joined(separator: "\(layer)")
    let (attention, hidden, inputsFirst) = (model.attention, model.hiddenSize, names.storesInputsFirst)
    func linear(_ pieces: [(String, Int)], from inputs: Int, hasBias: Bool) -> LinearRecipe {
      LinearRecipe(
        pieces: pieces.map { (prefix + $0.0, $0.1) }, inputs: inputs, hasBias: hasBias,
        storesInputsFirst: inputsFirst)
    }
    func norm(_ name: String, _ width: Int) -> NormRecipe {
      NormRecipe(module: prefix + name, width: width, description: model.norm)
    }
    for (place, name) in names.norms where place != .attentionInput || model.layers[layer].hasInputNorm {
      norms[place] = norm(name, hidden)
    }
    let (queries, keys) = (attention.queryWidth, attention.keyWidth)
    switch names.attentionInput {
    case .separate(let query, let key, let value):
      attentionInput = linear(
        [(query, queries), (key, keys), (value, keys)], from: hidden, hasBias: attention.hasInputBias)
    case .joined(let name):
      attentionInput = linear([(name, queries + 2 * keys)], from: hidden, hasBias: attention.hasInputBias)
    case .joinedByHead(let name):
      var recipe = linear([(name, queries + 2 * keys)], from: hidden, hasBias: attention.hasInputBias)
      recipe.interleavedHeads = attention.headSize
      attentionInput = recipe
    }
    switch attention.queryKeyNorm {
    case .none: break
    case .eachHead:
      queryNorm = norm(names.queryNorm, attention.headSize)
      keyNorm = norm(names.keyNorm, attention.headSize)
    case .allHeads:
      queryNorm = norm(names.queryNorm, queries)
      keyNorm = norm(names.keyNorm, keys)
    }
    attentionOutput = linear(
      [(names.attentionOutput, hidden)], from: queries, hasBias: attention.hasOutputBias)
    let mlp = model.mlp
    switch names.mlpInput {
    case .plain(let name): mlpInput = linear([(name, mlp.size)], from: hidden, hasBias: mlp.hasBias)
    case .gated(let gate, let up):
      mlpInput = linear([(gate, mlp.size), (up, mlp.size)], from: hidden, hasBias: mlp.hasBias)
    case .joined(let name): mlpInput = linear([(name, 2 * mlp.size)], from: hidden, hasBias: mlp.hasBias)
    }
    mlpOutput = linear([(names.mlpOutput, hidden)], from: mlp.size, hasBias: mlp.hasBias)
  }

  /// The product that reads a site; nil for sites that are read by more than one.
  func reader(of kind: SiteKind) -> LinearRecipe? {
    switch kind {
    case .attentionHeads: attentionOutput
    case .neurons: mlpOutput
    case .mlpOutput, .residual: nil
    }
  }

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    for place in NormPlace.allCases { try norms[place]?.check(&check) }
    try queryNorm?.check(&check)
    try keyNorm?.check(&check)
    for linear in [attentionInput, attentionOutput, mlpInput, mlpOutput] { try linear.check(&check) }
  }

  /// Reads and packs the weights.
  func load(_ store: WeightStore) throws -> Block {
    Block(
      norms: try norms.mapValues { try $0.load(store) }, attentionInput: try attentionInput.load(store),
      queryNorm: try queryNorm?.load(store), keyNorm: try keyNorm?.load(store),
      attentionOutput: try attentionOutput.load(store), mlpInput: try mlpInput.load(store),
      mlpOutput: try mlpOutput.load(store))
  }
}
