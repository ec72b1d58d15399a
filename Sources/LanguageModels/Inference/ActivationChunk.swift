/// Activations of consecutive tokens of one document, at one or more layers.
public struct ActivationChunk {
  /// Which document, as an index into those that were given.
  public let document: Int
  /// Which of its tokens.
  public let tokens: Range<Int>
  /// H.
  public let hiddenSize: Int
  private let layers: [UnsafePointer<Float>]

  init(document: Int, tokens: Range<Int>, hiddenSize: Int, layers: [UnsafePointer<Float>]) {
    self.document = document
    self.tokens = tokens
    self.hiddenSize = hiddenSize
    self.layers = layers
  }

  /// The hidden states of a layer, `[tokens.count, H]`; valid only during the call that brought the chunk.
  public func activations(layer: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: layers[layer], count: tokens.count * hiddenSize)
  }
}
