import Kernels
import Sites

/// Runs an encoder over documents and hands out every hidden state, a few tokens at a time.
///
/// Every document starts from a zero state. Documents are run 32 at a time, longest first, so that no
/// padding is computed. For the first layer the product of embedding and input weights depends only on the
/// token, so it is looked up in a table that is filled as tokens turn up; that halves the work of a token.
///
/// Results depend on the document alone, to the bit: not on its neighbours, nor on the number of threads.
public final class ActivationReader: ActivationSource {
  /// Documents that advance together.
  static let lanes = 32
  /// Tokens of one document that are handed out at once.
  static let chunk = 64

  /// The layers' outputs.
  public let sites: SiteList
  private let encoder: Encoder
  private let workers: Workers
  private let hidden: Int
  private let input: [PackedMatrix]
  private let recurrent: [RecurrentProduct]
  private let bias: [FloatBuffer]
  private let table: FloatBuffer
  private var inTable: [Bool]

  /// Prepares an encoder. Memory: up to a table of V x 4H floats, taken up by the tokens that turn up, (GRU too; V x H for simple cells) beside the packed weights.
  public init(_ encoder: Encoder, workers: Workers) {
    self.encoder = encoder
    self.workers = workers
    sites = encoder.configuration.siteList
    let hidden = encoder.configuration.hiddenSize
    self.hidden = hidden
    input = encoder.layers.map {
      let packed = $0.packedInput()
      packed.pack($0.inputWeights.values.pointer, transposed: true)
      return packed
    }
    recurrent = encoder.layers.map {
      let packed = $0.packedRecurrent()
      packed.pack($0.recurrentWeights, transposed: true)
      return packed
    }
    bias = encoder.layers.map(\.slotBias)
    table = FloatBuffer(count: encoder.configuration.vocabularySize * encoder.layers[0].width)
    inTable = [Bool](repeating: false, count: encoder.configuration.vocabularySize)
  }

  /// V: the rows of the embedding.
  public var vocabularySize: Int { encoder.configuration.vocabularySize }

  /// -1...1, but for ReLU cells, which know no bound.
  public func bounds(site: Int) -> ClosedRange<Float>? { encoder.configuration.cell.bounds }

  /// Calls `body` with the hidden states of every token of every document, layer by layer.
  public func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
    fillTable(for: documents)
    let longestFirst = documents.indices.sorted {
      (documents[$1].count, $0) < (documents[$0].count, $1)
    }
    let pass = Pass(
      documents: documents, order: longestFirst, cell: encoder.configuration.cell, hidden: hidden,
      input: input, recurrent: recurrent,
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
    let width = encoder.layers[0].width
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
    let cell: CellKind
    let hidden: Int
    let input: [PackedMatrix]
    let recurrent: [RecurrentProduct]
    let bias: [FloatBuffer]
    let table: FloatBuffer
    let body: @Sendable (ActivationChunk) -> Void

    private var width: Int { cell.slots * hidden }

    /// Runs the documents at these places of the order, which are sorted longest first.
    func run(_ places: Range<Int>) {
      let group = order[places].filter { !documents[$0].isEmpty }
      guard let longest = group.first.map({ documents[$0].count }) else { return }
      let lanes = group.count
      let layers = recurrent.count
      let states = (0..<layers).map { _ in FloatBuffer(count: lanes * hidden) }
      let cells = (0..<layers).map { _ in FloatBuffer(count: lanes * hidden) }
      let gates = FloatBuffer(count: lanes * width)
      let outputs = (0..<layers).map { _ in
        FloatBuffer(count: lanes * ActivationReader.chunk * hidden)
      }
      var active = lanes
      for step in 0..<longest {
        while documents[group[active - 1]].count <= step { active -= 1 }
        for layer in 0..<layers {
          preactivate(layer, group[..<active], step, below: layer > 0 ? states[layer - 1] : nil, gates)
          recurrent[layer].forward(states[layer].pointer, rows: active, into: gates.pointer)
          cell.step(
            rows: active, size: hidden, gates: gates.pointer, previousHidden: states[layer].pointer,
            previousCell: cells[layer].pointer, cell: cells[layer].pointer, tanhCell: nil,
            hidden: states[layer].pointer)
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
      for (lane, document) in group.enumerated() {
        let source =
          below == nil ? table.pointer + Int(documents[document][step]) * width : bias[layer].pointer
        (gates.pointer + lane * width).update(from: source, count: width)
      }
      if let below {
        input[layer].multiply(
          below.pointer, rows: group.count, into: gates.pointer, resultStride: width, accumulate: true)
      }
    }

    /// Hands out what is complete after a step: a full chunk, or the end of a document.
    private func deliver(_ group: ArraySlice<Int>, after step: Int, _ outputs: [FloatBuffer]) {
      let full = (step + 1) % ActivationReader.chunk == 0
      for (lane, document) in group.enumerated() where full || documents[document].count == step + 1 {
        let first = step / ActivationReader.chunk * ActivationReader.chunk
        body(
          ActivationChunk(
            document: document, tokens: first..<step + 1,
            sites: outputs.map {
              SiteActivations(
                start: $0.pointer + lane * ActivationReader.chunk * hidden, width: hidden, stride: hidden)
            }))
      }
    }
  }
}
