/// What a person says of a checkpoint where its tensors can't tell.
public struct ModelHints: Equatable, Sendable {
  /// Tells a tanh from a ReLU network, whose weights look alike; elsewhere it must agree with the shapes.
  public var cell: CellKind?
  /// Only tensors whose names start so are considered, for a file that holds several models.
  public var prefix: String
  /// Tensors whose names start so take no part in the model.
  public var ignored: [String]
  /// What stands behind each hidden layer of the head.
  public var activation: HeadActivation?
  /// What the head reads of a document, where its width allows several answers.
  public var pooling: Pooling?

  /// Hints; by default none.
  public init(
    cell: CellKind? = nil, prefix: String = "", ignored: [String] = [], activation: HeadActivation? = nil,
    pooling: Pooling? = nil
  ) {
    self.cell = cell
    self.prefix = prefix
    self.ignored = ignored
    self.activation = activation
    self.pooling = pooling
  }

  /// Whether a tensor of this name may be part of the model.
  func considers(_ tensor: String) -> Bool {
    tensor.hasPrefix(prefix) && !ignored.contains { tensor.hasPrefix($0) }
  }
}
