import Statistics

/// One recorded firing of a neuron with the text around it.
public struct FiringContext: Hashable, Sendable {
  /// How firings are chosen.
  public enum Selection: Int, Sendable, CaseIterable {
    /// The strongest of the neuron.
    case top
    /// A uniform sample of all it recorded, from which lower quantiles can be shown: the top alone misleads.
    case sample
  }

  /// How it was chosen.
  public let selection: Selection
  /// Position of the document in the corpus.
  public let document: Int
  /// Position of the firing token in the document.
  public let position: Int
  /// Ids of the tokens around it and of itself, in the order of the text.
  public let tokens: [Int32]
  /// The neuron's activation after each of them; one that was not finite reads 0.
  public let activations: [Float]
  /// Which of the tokens fired.
  public let center: Int

  /// The recorded activation, with its sign.
  public var activation: Float { activations[center] }

  init(
    selection: Selection, document: Int, position: Int, tokens: [Int32], activations: [Float], center: Int
  ) {
    self.selection = selection
    self.document = document
    self.position = position
    self.tokens = tokens
    self.activations = activations
    self.center = center
  }

  /// A number that looks random but follows from the firing: keeping the smallest samples uniformly, and
  /// the same firings however the text was divided.
  static func priority(row: Int, document: Int, position: Int) -> UInt64 {
    var mixed = SplitMix64(seed: UInt64(bitPattern: Int64(document)))
    var generator = SplitMix64(seed: mixed.next() ^ UInt64(bitPattern: Int64(position)))
    var last = SplitMix64(seed: generator.next() ^ UInt64(bitPattern: Int64(row)))
    return last.next()
  }
}
