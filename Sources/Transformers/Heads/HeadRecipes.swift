import Kernels

/// Where the weights of a model's heads lie; a head that the files don't hold is nil.
struct HeadRecipes: Sendable {
  private(set) var language: LanguageHeadRecipe?
  private(set) var classification: ClassificationHeadRecipe?

  /// Finds out which heads there are. A causal model without a head of its own, and without a classifier, uses
  /// its embedding.
  init(
    _ model: Architecture, family: ModelFamily, configuration: Configuration, store: WeightStore, rows: Int
  ) throws(TransformerError) {
    let names = family.names
    // A classifier of tokens has no product before its last one.
    let head = names.classificationHead
    let isOfSequences = head.dense.map { store.shape(of: "\($0).weight") != nil } ?? true
    if isOfSequences, let shape = store.shape(of: "\(head.output).weight"), shape.count == 2 {
      classification = try ClassificationHeadRecipe(
        model, head, labels: shape[0], configuration: configuration, store: store)
    }
    let output = "\(names.languageHead.output).weight"
    let hasOutput = store.shape(of: output) != nil
    let isPredictor: Bool
    if let transform = names.languageHead.transform {
      // ModernBERT's classifier shares the names of the transform.
      isPredictor = store.shape(of: "\(transform.dense).weight") != nil && classification == nil
    } else {
      isPredictor = hasOutput || classification == nil
    }
    if isPredictor {
      // A head that an adapter was trained with is no longer the embedding.
      let isTied = !hasOutput || model.tiesHead && !store.isAdapted(output)
      language = try LanguageHeadRecipe(
        model, names, isTied: isTied, rows: rows, configuration: configuration, store: store)
    }
  }

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    try language?.check(&check)
    try classification?.check(&check)
  }
}

/// Where the weights of a ``HeadTransform`` lie.
struct HeadTransformRecipe: Sendable {
  let dense: LinearRecipe
  let activation: Activation
  let norm: NormRecipe?

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    try dense.check(&check)
    try norm?.check(&check)
  }

  func load(_ store: WeightStore) throws -> HeadTransform {
    HeadTransform(dense: try dense.load(store), activation: activation, norm: try norm?.load(store))
  }
}

/// Where the weights of a ``LanguageHead`` lie.
struct LanguageHeadRecipe: Sendable {
  private let transform: HeadTransformRecipe?
  private let output: LinearRecipe
  private let bias: String?
  private let softCap: Float
  /// Whether the output is the embedding.
  let isTied: Bool

  init(
    _ model: Architecture, _ names: TensorNames, isTied: Bool, rows: Int, configuration: Configuration,
    store: WeightStore
  ) throws(TransformerError) {
    let hidden = model.hiddenSize
    let head = names.languageHead
    self.isTied = isTied
    if let parts = head.transform {
      let activation =
        try parts.activationKey.map { (key) throws(TransformerError) in try configuration.activation(key) }
        ?? parts.activation ?? model.mlp.activation
      transform = HeadTransformRecipe(
        dense: LinearRecipe(
          pieces: [(parts.dense, hidden)], inputs: hidden,
          hasBias: store.shape(of: "\(parts.dense).bias") != nil),
        activation: activation, norm: NormRecipe(module: parts.norm, width: hidden, description: model.norm))
    } else {
      transform = nil
    }
    output = LinearRecipe(
      pieces: [(isTied ? names.tokens : head.output, rows)], inputs: hidden, hasBias: false)
    bias = head.biases.first { store.shape(of: $0) == [rows] }
    softCap = model.logitSoftCap
  }

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    try transform?.check(&check)
    try output.check(&check)
    if let bias { try check.need(bias, [output.outputs]) }
  }

  func load(_ store: WeightStore) throws -> LanguageHead {
    let matrix = try output.load(store).matrix
    let bias = try bias.map { try store.floats($0) }
    return LanguageHead(
      transform: try transform?.load(store), output: Linear(matrix: matrix, bias: bias), softCap: softCap)
  }
}

/// Where the weights of a ``ClassificationHead`` lie.
struct ClassificationHeadRecipe: Sendable {
  private let pooling: Pooling
  private let transform: HeadTransformRecipe?
  private let output: LinearRecipe
  /// How many classes it tells apart.
  var labels: Int { output.outputs }

  init(
    _ model: Architecture, _ head: TensorNames.ClassificationHead, labels: Int, configuration: Configuration,
    store: WeightStore
  ) throws(TransformerError) {
    let hidden = model.hiddenSize
    pooling = model.pooling
    if let dense = head.dense {
      let activation =
        try head.activationKey.map { (key) throws(TransformerError) in try configuration.activation(key) }
        ?? head.activation
      transform = HeadTransformRecipe(
        dense: LinearRecipe(
          pieces: [(dense, hidden)], inputs: hidden, hasBias: store.shape(of: "\(dense).bias") != nil),
        activation: activation,
        norm: head.norm.map { NormRecipe(module: $0, width: hidden, description: model.norm) })
    } else {
      transform = nil
    }
    output = LinearRecipe(
      pieces: [(head.output, labels)], inputs: hidden, hasBias: store.shape(of: "\(head.output).bias") != nil)
  }

  func check(_ check: inout TensorCheck) throws(TransformerError) {
    try transform?.check(&check)
    try output.check(&check)
  }

  func load(_ store: WeightStore) throws -> ClassificationHead {
    ClassificationHead(
      pooling: pooling, transform: try transform?.load(store), output: try output.load(store))
  }
}
