/// The sizes of a recurrent encoder whose layers are alike, as training makes it. V tokens, E embedding, H hidden units, L layers.
public struct EncoderConfiguration: Equatable, Sendable {
  /// V: rows of the embedding.
  public var vocabularySize: Int
  /// E: columns of the embedding.
  public var embeddingSize: Int
  /// H: units of each layer.
  public var hiddenSize: Int
  /// L: stacked layers.
  public var layers: Int
  /// What the layers are made of.
  public var cell: CellKind

  /// Sizes, all at least 1.
  public init(
    vocabularySize: Int, embeddingSize: Int, hiddenSize: Int, layers: Int = 1, cell: CellKind = .lstm
  ) {
    precondition(min(vocabularySize, embeddingSize, hiddenSize, layers) >= 1)
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.cell = cell
  }
}
