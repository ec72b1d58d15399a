/// A recurrent layer as the next one reads it: one direction, or two side by side.
public struct EncoderLayer: Sendable {
  /// The direction that reads a document from its start.
  public let forward: RecurrentLayer
  /// The direction that reads it from its end; nil for a layer of one direction.
  public let reverse: RecurrentLayer?

  /// The directions, forward first: the order in which their outputs stand side by side.
  public var directions: [RecurrentLayer] { [forward] + (reverse.map { [$0] } ?? []) }
  /// The width of what the layer reads.
  public var inputSize: Int { forward.inputSize }
  /// The width of its output: that of all directions.
  public var outputSize: Int { forward.hiddenSize + (reverse?.hiddenSize ?? 0) }
  /// All tensors, in PyTorch's order.
  public var parameters: [Parameter] { directions.flatMap(\.parameters) }

  /// A layer of one or two directions that read the same input.
  public init(_ forward: RecurrentLayer, reverse: RecurrentLayer? = nil) {
    precondition(reverse.map { $0.inputSize == forward.inputSize } ?? true)
    self.forward = forward
    self.reverse = reverse
  }

  func copy() -> EncoderLayer { EncoderLayer(forward.copy(), reverse: reverse?.copy()) }
}
