import Foundation
import Kernels
import LanguageModels
import Statistics
import Testing

/// Hidden states against those that PyTorch computed from the same weights.
@Suite struct ForwardParityTests {
  /// Reads the hidden states of documents, site by site, as `[document][site][T * H]`.
  static func hiddenStates(_ encoder: Encoder, _ documents: [[Int32]], threads: Int) -> [[[Float]]] {
    let collected = Collected(documents: documents.count, layers: encoder.siteList.sites.count)
    ActivationReader(encoder, workers: Workers(threads: threads)).read(documents) { chunk in
      for site in encoder.siteList.sites.indices {
        let rows = chunk.activations(site: site)
        let values = (0..<chunk.tokens.count).flatMap { Array(rows.row($0)) }
        collected.append(values, document: chunk.document, layer: site)
      }
    }
    return collected.values
  }

  final class Collected: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var values: [[[Float]]]
    init(documents: Int, layers: Int) {
      values = Array(repeating: Array(repeating: [], count: layers), count: documents)
    }
    func append(_ chunk: [Float], document: Int, layer: Int) {
      lock.withLock { values[document][layer] += chunk }
    }
  }

  @Test(
    arguments: ["lstm1", "lstm2", "gru1", "gru2", "rnn_tanh", "rnn_relu"], ["text", "random"])
  func hiddenStatesAgree(model: String, sequence: String) throws {
    let cell = model.hasPrefix("rnn") ? CellKind(rawValue: model.uppercased()) : nil
    let encoder = try Checkpoint(
      contentsOf: Reference.path("\(model).safetensors"), hints: ModelHints(cell: cell)
    ).encoder
    let tokens = try #require(
      try Reference.json("lstm1.json", as: [String: [Reference.Token]].self)[sequence])
    let expected = try Reference.array("\(model).\(sequence).hidden.npy")

    let documents = Self.documents(tokens)
    let states = Self.hiddenStates(encoder, documents, threads: 2)
    let (layers, size) = (encoder.layers.count, encoder.outputSize)
    var row = 0
    var worst = 0.0
    for (document, tokens) in documents.enumerated() {
      for token in tokens.indices {
        for layer in 0..<layers {
          for unit in 0..<size {
            let ours = Double(states[document][layer][token * size + unit])
            worst = max(worst, abs(ours - expected.values[(row * layers + layer) * size + unit]))
          }
        }
        row += 1
      }
    }
    #expect(row * layers * size == expected.values.count)
    #expect(worst < 1e-5)
  }

  @Test func winnersAgree() throws {
    let encoder = try Checkpoint(contentsOf: Reference.path("lstm1.safetensors")).encoder
    let size = encoder.outputSize
    for (_, tokens) in try Reference.json("lstm1.json", as: [String: [Reference.Token]].self) {
      let states = Self.hiddenStates(encoder, Self.documents(tokens), threads: 1).flatMap { $0[0] }
      for (place, token) in tokens.enumerated() {
        let row = Array(states[place * size..<(place + 1) * size])
        #expect(abs(Double(row.max() ?? 0) - token.max_activation) < 1e-5)
        if token.activation_margin > 1e-5 {
          #expect(Losses.argmax(row, count: size) == token.argmax_activation)
        }
      }
    }
  }

  /// The recorded tokens, cut where the reference set its state to zero.
  static func documents(_ tokens: [Reference.Token]) -> [[Int32]] {
    var documents: [[Int32]] = [[]]
    for token in tokens {
      documents[documents.count - 1].append(token.id)
      if token.reset_after { documents.append([]) }
    }
    return documents
  }

  @Test func aSimpleNetworkMustBeNamed() throws {
    let path = Reference.path("rnn_relu.safetensors")
    #expect(
      throws: CheckpointError.ambiguousCell(
        path: path, tensor: "lstm.weight_hh_l0", candidates: [.rnnTanh, .rnnRelu])
    ) { try Checkpoint(contentsOf: path) }
    #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: path, hints: ModelHints(cell: .lstm)) }
  }

  @Test(arguments: ["classifier", "pooled_classifier"])
  func classifierLogitsAgree(model: String) throws {
    struct Review: Decodable {
      let ids: [Int32]
      let logit: Double
    }
    let classifier = try Checkpoint(contentsOf: Reference.path("\(model).safetensors")).classifier()
    let reviews = try Reference.json("\(model).json", as: [Review].self)
    let logits = classifier.logits(reviews.map(\.ids), workers: Workers(threads: 2))
    for (ours, review) in zip(logits, reviews) { #expect(abs(ours - review.logit) < 1e-5) }
    #expect(reviews.count == 10)
  }

  /// Neighbours, order and threads must not change a bit.
  @Test(arguments: CellKind.allCases)
  func statesDependOnTheDocumentAlone(cell: CellKind) throws {
    let encoder = Encoder(
      EncoderConfiguration(vocabularySize: 50, embeddingSize: 12, hiddenSize: 20, layers: 2, cell: cell),
      seed: 5)
    let generator = CounterGenerator(seed: 5, stream: 0)
    let documents = (0..<90).map { document -> [Int32] in
      (0..<Int(generator[UInt64(document)] % 150)).map { token in
        Int32(generator[UInt64(1000 + document * 200 + token)] % 50)
      }
    }
    let together = Self.hiddenStates(encoder, documents, threads: 2)
    let single = Self.hiddenStates(encoder, documents, threads: 1)
    #expect(together == single)
    for document in [0, 7, 41, 89] {
      #expect(Self.hiddenStates(encoder, [documents[document]], threads: 1)[0] == together[document])
      #expect(together[document][1].count == documents[document].count * 20)
    }
  }
}
