import Kernels
import Sites

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

  /// Reads the documents. Memory: a few dozen bytes a token, or 4H with `all`.
  public init(_ source: any ActivationSource, _ documents: [[Int32]], site: Int, all: Bool) {
    let results = IndexedResults([[Token]](repeating: [], count: documents.count))
    source.read(documents) { chunk in
      let values = chunk.activations(site: site)
      for (row, place) in chunk.tokens.enumerated() {
        let start = values.start + row * values.stride
        let winner = Losses.argmax(start, count: values.width)
        results.values[chunk.document].append(
          Token(
            id: documents[chunk.document][place], argmax: winner, max: start[winner],
            all: all ? Array(values.row(row)) : nil))
      }
    }
    self.documents = Array(results.values)
  }
}
