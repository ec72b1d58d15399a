import Kernels

/// Runs an encoder over documents and hands out every hidden state, a few tokens at a time.
///
/// Every document starts from a zero state. Documents are run 32 at a time, longest first, so that no
/// padding is computed. For the first layer the product of embedding and input weights depends only on the
/// token, so it is looked up in a table that is filled as tokens turn up; that halves the work of a token.
///
/// Results depend on the document alone, to the bit: not on its neighbours, nor on the number of threads.
public final class ActivationReader {
  /// Documents that advance together.
  static let lanes = 32
  /// Tokens of one document that are handed out at once.
  static let chunk = 64

  private let encoder: Encoder
  private let workers: Workers
  private let hidden: Int
  private let input: [PackedMatrix]
  private let recurrent: [PackedMatrix]
  private let bias: [FloatBuffer]
  private let table: FloatBuffer
  private var inTable: [Bool]

  /// Prepares an encoder. Memory: a table of V x 4H floats beside the packed weights.
  public init(_ encoder: Encoder, workers: Workers) {
    self.encoder = encoder
    self.workers = workers
    let hidden = encoder.configuration.hiddenSize
    self.hidden = hidden
    input = encoder.layers.map {
      PackedMatrix(rows: $0.inputSize, columns: 4 * hidden, $0.inputWeights.values.pointer, transposed: true)
    }
    recurrent = encoder.layers.map {
      PackedMatrix(rows: hidden, columns: 4 * hidden, $0.recurrentWeights.values.pointer, transposed: true)
    }
    bias = encoder.layers.map(\.summedBias)
    table = FloatBuffer(count: encoder.configuration.vocabularySize * 4 * hidden)
    inTable = [Bool](repeating: false, count: encoder.configuration.vocabularySize)
  }

  /// Calls `body` with the activations of every token of every document.
  ///
  /// `body` runs on several threads at once, but the chunks of one document come in order and one at a time.
  /// - Precondition: token ids lie in `0..<V`.
  public func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    fillTable(for: documents)
    let longestFirst = documents.indices.sorted {
      (documents[$1].count, $0) < (documents[$0].count, $1)
    }
    let pass = Pass(
      documents: documents, order: longestFirst, hidden: hidden, input: input, recurrent: recurrent,
      bias: bias, table: table, body: body)
    workers.forRanges(documents.count, step: Self.lanes) { pass.run($0) }
  }

  private func fillTable(for documents: [[Int32]]) {
    var missing: [Int] = []
    for document in documents {
      for token in document where !inTable[Int(token)] {
        inTable[Int(token)] = true
        missing.append(Int(token))
      }
    }
    let width = 4 * hidden
    let embedding = encoder.embedding.values
    let size = encoder.configuration.embeddingSize
    let packed = input[0]
    let bias = bias[0]
    let table = table
    workers.forShares(missing.count) { [missing] range in
      for token in missing[range] {
        let row = table.pointer + token * width
        row.update(from: bias.pointer, count: width)
        packed.multiply(embedding.pointer + token * size, rows: 1, into: row, accumulate: true)
      }
    }
  }

  /// What the lanes of one call share.
  private struct Pass: Sendable {
    let documents: [[Int32]]
    let order: [Int]
    let hidden: Int
    let input: [PackedMatrix]
    let recurrent: [PackedMatrix]
    let bias: [FloatBuffer]
    let table: FloatBuffer
    let body: @Sendable (ActivationChunk) -> Void

    /// Runs the documents at these places of the order, which are sorted longest first.
    func run(_ places: Range<Int>) {
      let group = order[places].filter { !documents[$0].isEmpty }
      guard let longest = group.first.map({ documents[$0].count }) else { return }
      let lanes = group.count
      let layers = recurrent.count
      let states = (0..<layers).map { _ in FloatBuffer(count: lanes * hidden) }
      let cells = (0..<layers).map { _ in FloatBuffer(count: lanes * hidden) }
      let gates = FloatBuffer(count: lanes * 4 * hidden)
      let outputs = (0..<layers).map { _ in
        FloatBuffer(count: lanes * ActivationReader.chunk * hidden)
      }
      var active = lanes
      for step in 0..<longest {
        while documents[group[active - 1]].count <= step { active -= 1 }
        for layer in 0..<layers {
          preactivate(layer, group[..<active], step, below: layer > 0 ? states[layer - 1] : nil, gates)
          recurrent[layer].multiply(
            states[layer].pointer, rows: active, into: gates.pointer, accumulate: true)
          Gates.lstm(
            rows: active, hidden: hidden, gates: gates.pointer, previousCell: cells[layer].pointer,
            cell: cells[layer].pointer, tanhCell: nil, hidden: states[layer].pointer)
          let place = step % ActivationReader.chunk
          for lane in 0..<active {
            (outputs[layer].pointer + (lane * ActivationReader.chunk + place) * hidden)
              .update(from: states[layer].pointer + lane * hidden, count: hidden)
          }
        }
        deliver(group[..<active], after: step, outputs)
      }
    }

    /// Sets `gates` to what the layer's input contributes: a table row, or a product with the layer below.
    private func preactivate(
      _ layer: Int, _ group: ArraySlice<Int>, _ step: Int, below: FloatBuffer?, _ gates: FloatBuffer
    ) {
      let width = 4 * hidden
      for (lane, document) in group.enumerated() {
        let source =
          below == nil ? table.pointer + Int(documents[document][step]) * width : bias[layer].pointer
        (gates.pointer + lane * width).update(from: source, count: width)
      }
      if let below {
        input[layer].multiply(below.pointer, rows: group.count, into: gates.pointer, accumulate: true)
      }
    }

    /// Hands out what is complete after a step: a full chunk, or the end of a document.
    private func deliver(_ group: ArraySlice<Int>, after step: Int, _ outputs: [FloatBuffer]) {
      let full = (step + 1) % ActivationReader.chunk == 0
      for (lane, document) in group.enumerated() where full || documents[document].count == step + 1 {
        let first = step / ActivationReader.chunk * ActivationReader.chunk
        body(
          ActivationChunk(
            document: document, tokens: first..<step + 1, hiddenSize: hidden,
            layers: outputs.map { UnsafePointer($0.pointer + lane * ActivationReader.chunk * hidden) }))
      }
    }
  }
}

extension RecurrentLayer {
  /// The two biases, added.
  var summedBias: FloatBuffer {
    let sum = FloatBuffer(count: inputBias.values.count)
    for i in 0..<sum.count { sum.pointer[i] = inputBias.values.pointer[i] + recurrentBias.values.pointer[i] }
    return sum
  }
}
