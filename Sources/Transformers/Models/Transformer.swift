import Files
import Kernels
import TensorFiles

/// A transformer: what it is made of, and its weights, which stay in their files until they are needed.
///
/// Opening reads the configuration and the headers of the files of weights, and holds every tensor that the
/// model needs against them: what is opened can be run. A part's weights are packed once, when it is first run,
/// and shared by all who read with this model.
public final class Transformer: Sendable {
  /// The folder or file.
  public let path: String
  /// The value of `model_type`, e.g. `gpt2`.
  public let family: String
  /// Whether it predicts the next token; else it is an encoder that sees both sides.
  public let isCausal: Bool
  /// What it is made of.
  public let architecture: Architecture
  /// Tensors in the files that nothing uses, in order.
  public let unusedTensors: [String]
  /// Numbers in all tensors that the model uses.
  let parameterCount: Int
  /// The token that fills up batches, if the configuration names one: classifiers read the last token that is
  /// another.
  public let paddingToken: Int32?

  let store: WeightStore
  let heads: HeadRecipes
  /// Activations that are set, whatever is computed there.
  let held: HeldActivations
  private let embeddingRecipe: EmbeddingRecipe
  private let blockRecipes: [BlockRecipe]
  private let finalNormRecipe: NormRecipe?
  private let parts: Parts

  /// What is made when it is first needed, shared by all that hold other activations of one model.
  private struct Parts: Sendable {
    let embedding = OncePerModel<EmbeddingTable>()
    let blocks: [OncePerModel<Block>]
    let finalNorm = OncePerModel<Norm>()
    let languageHead = OncePerModel<LanguageHead>()
    let classificationHead = OncePerModel<ClassificationHead>()
  }

  init(
    path: String, family: ModelFamily, configuration: Configuration, store: WeightStore
  ) throws(TransformerError) {
    self.path = path
    self.family = configuration["model_type"]?.text ?? family.modelTypes[0]
    self.store = store
    isCausal = family.isCausal
    let model = try family.architecture(configuration)
    architecture = model
    let names = family.names
    paddingToken = try configuration.tokenIfAny("pad_token_id")
    // Embeddings may have rows beyond the vocabulary, to round it up.
    let rows = max(model.vocabularySize, store.shape(of: "\(names.tokens).weight")?.first ?? 0)
    let typeRows = max(1, names.types.flatMap { store.shape(of: "\($0).weight")?.first } ?? 0)
    embeddingRecipe = EmbeddingRecipe(model, names: names)
    blockRecipes = model.layers.indices.map { BlockRecipe($0, of: model, names: names) }
    parts = Parts(blocks: model.layers.map { _ in OncePerModel() })
    held = HeldActivations()
    finalNormRecipe = names.finalNorm.map {
      NormRecipe(module: $0, width: model.hiddenSize, description: model.norm)
    }
    heads = try HeadRecipes(model, family: family, configuration: configuration, store: store, rows: rows)
    var check = TensorCheck(store)
    try embeddingRecipe.check(&check, rows: rows, typeRows: typeRows)
    for block in blockRecipes { try block.check(&check) }
    try finalNormRecipe?.check(&check)
    try heads.check(&check)
    guard check.missing.isEmpty else { throw .missingTensors(path: path, tensors: check.missing) }
    try store.checkAdapter(used: check.used)
    parameterCount = check.used.reduce(0) { $0 + (store.shape(of: $1) ?? []).reduce(1, *) }
    unusedTensors = store.names.filter { name in
      !check.used.contains(name) && !names.ignored.contains { name.hasSuffix($0) }
    }.sorted()
  }

  /// The same model with other activations held.
  init(_ model: Transformer, held: HeldActivations) {
    self.held = held
    (path, family, isCausal) = (model.path, model.family, model.isCausal)
    (architecture, unusedTensors) = (model.architecture, model.unusedTensors)
    (parameterCount, paddingToken) = (model.parameterCount, model.paddingToken)
    (store, heads, parts) = (model.store, model.heads, model.parts)
    (embeddingRecipe, blockRecipes) = (model.embeddingRecipe, model.blockRecipes)
    finalNormRecipe = model.finalNormRecipe
  }

  /// The files that its weights lie in, an adapter's last.
  public var weightFiles: [String] { store.paths }

  /// The name of the file that holds a tensor, by the tensor's name, as the index of the shards says; empty for weights
  /// in one file.
  ///
  /// - Throws: `TransformerError.badSetting`, or what reading the index gives.
  public func indexedFiles() throws -> [String: String] { try FolderFiles(path: path).indexedFiles() }

  /// The product that reads a site of a layer; nil for sites that are read by more than one.
  func reader(of kind: SiteKind, layer: Int) -> LinearRecipe? { blockRecipes[layer].reader(of: kind) }

  /// How tokens enter.
  func embeddingTable() throws -> EmbeddingTable {
    try parts.embedding.value { try EmbeddingTable(embeddingRecipe, store: store) }
  }

  /// The weights of a layer.
  func block(_ layer: Int) throws -> Block {
    try parts.blocks[layer].value { try blockRecipes[layer].load(store) }
  }

  /// The norm after the last layer, in families that have one.
  func lastNorm() throws -> Norm? {
    guard let recipe = finalNormRecipe else { return nil }
    return try parts.finalNorm.value { try recipe.load(store) }
  }

  /// The head that predicts tokens.
  ///
  /// - Throws: ``TransformerError/lacksHead(path:head:)``, or what reading gives.
  func tokenPredictor() throws -> LanguageHead {
    guard let recipe = heads.language else {
      throw TransformerError.lacksHead(path: path, head: "language model")
    }
    return try parts.languageHead.value { try recipe.load(store) }
  }

  /// The head that classifies sequences.
  ///
  /// - Throws: ``TransformerError/lacksHead(path:head:)``, or what reading gives.
  func classifier() throws -> ClassificationHead {
    guard let recipe = heads.classification else {
      throw TransformerError.lacksHead(path: path, head: "sequence classification")
    }
    return try parts.classificationHead.value { try recipe.load(store) }
  }
}
