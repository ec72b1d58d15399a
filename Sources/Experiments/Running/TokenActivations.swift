import Kernels
import LanguageModels

/// The strongest neuron of every token of some documents.
public struct TokenActivations: Sendable {
  /// One token.
  public struct Token: Encodable, Sendable {
    /// The token.
    public let id: Int32
    /// The neuron with the largest activation.
    public let argmax: Int
    /// That activation.
    public let max: Float
    /// All activations, `[H]`, if they were asked for.
    public let all: [Float]?
  }

  /// The tokens of each document.
  public let documents: [[Token]]

  /// Runs the encoder. Memory: a few dozen bytes a token, or 4H with `all`.
  public init(_ encoder: Encoder, _ documents: [[Int32]], layer: Int, all: Bool, workers: Workers) {
    let results = IndexedResults([[Token]](repeating: [], count: documents.count))
    ActivationReader(encoder, workers: workers).read(documents) { chunk in
      let values = chunk.activations(layer: layer)
      guard let base = values.baseAddress else { return }
      for (row, place) in chunk.tokens.enumerated() {
        let start = base + row * chunk.hiddenSize
        let winner = Losses.argmax(start, count: chunk.hiddenSize)
        results.values[chunk.document].append(
          Token(
            id: documents[chunk.document][place], argmax: winner, max: start[winner],
            all: all ? Array(UnsafeBufferPointer(start: start, count: chunk.hiddenSize)) : nil))
      }
    }
    self.documents = Array(results.values)
  }
}
