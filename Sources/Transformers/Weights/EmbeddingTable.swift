import Kernels

/// The vectors by which tokens enter, and what is added to them.
struct EmbeddingTable: Sendable {
  private let tokens: MatrixRows
  private let description: Architecture.Embedding
  private let hiddenSize: Int
  /// All learned positions, `[positions, H]`; where the first token's stands says the description.
  private let positions: FloatBuffer?
  /// The vector of the first type, `[H]`.
  private let type: FloatBuffer?
  private let norm: Norm?

  /// Reads all but the tokens' vectors, which stay in the file where they can.
  init(_ recipe: EmbeddingRecipe, store: WeightStore) throws {
    tokens = try store.rows(of: recipe.tokens, width: recipe.hiddenSize)
    description = recipe.description
    hiddenSize = recipe.hiddenSize
    positions = try recipe.positions.map { FloatBuffer(try store.floats($0)) }
    type = try recipe.types.map { FloatBuffer(Array(try store.floats($0).prefix(recipe.hiddenSize))) }
    norm = try recipe.norm?.load(store)
  }

  /// `result [rows, H]` from token ids and their places in their window.
  func embed(_ ids: [Int32], places: [Int32], into result: UnsafeMutablePointer<Float>) {
    for (row, id) in ids.enumerated() { tokens.copy(Int(id), to: result + row * hiddenSize) }
    for (row, place) in places.enumerated() {
      let vector = result + row * hiddenSize
      if description.scale != 1 { for i in 0..<hiddenSize { vector[i] *= description.scale } }
      if let type { for i in 0..<hiddenSize { vector[i] += type.pointer[i] } }
      if let positions, let first = description.firstPosition {
        let position = positions.pointer + (first + Int(place)) * hiddenSize
        for i in 0..<hiddenSize { vector[i] += position[i] }
      }
    }
    norm?.apply(result, rows: ids.count, into: result)
  }
}

/// Where the parts of an ``EmbeddingTable`` lie.
struct EmbeddingRecipe: Sendable {
  let tokens: String
  let positions: String?
  let types: String?
  let norm: NormRecipe?
  let description: Architecture.Embedding
  let hiddenSize: Int

  init(_ model: Architecture, names: TensorNames) {
    description = model.embedding
    hiddenSize = model.hiddenSize
    tokens = "\(names.tokens).weight"
    positions = description.firstPosition == nil ? nil : names.positions.map { "\($0).weight" }
    types = description.hasTypes ? names.types.map { "\($0).weight" } : nil
    norm =
      description.hasNorm
      ? names.embeddingNorm.map { NormRecipe(module: $0, width: model.hiddenSize, description: model.norm) }
      : nil
  }

  func check(_ check: inout TensorCheck, rows: Int, typeRows: Int) throws(TransformerError) {
    try check.need(tokens, [rows, hiddenSize])
    if let positions { try check.need(positions, [description.positions, hiddenSize]) }
    if let types { try check.need(types, [typeRows, hiddenSize]) }
    try norm?.check(&check)
  }
}
