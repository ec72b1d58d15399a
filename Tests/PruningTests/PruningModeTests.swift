import Kernels
import LanguageModels
import NeuronPreferences
import Pruning
import Sites
import Testing

/// Pruned models against what the reference code and PyTorch computed.
@Suite struct PruningModeTests {
  // Keys of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Review: Decodable {
    let ids: [Int32]
    let pruned_logit: [String: Double]
  }

  @Test func readoutIsThatOfTheReferenceCode() throws {
    let model = try Reference.model("classifier")
    let reviews = try Reference.json("classifier.json", as: [Review].self)
    let scoring = RecurrentScoring(model, reviews.map(\.ids))
    var compared = 0
    for key in reviews[0].pruned_logit.keys {
      let mask = try PruningMask(model, layers: [key.split(separator: ",").compactMap { Int($0) }])
      let logits = try scoring.outcomes(mask, mode: .readout).values
      for (review, logit) in zip(reviews, logits) {
        let expected = try #require(review.pruned_logit[key])
        #expect(abs(logit - expected) < 1e-6)
        compared += 1
      }
    }
    #expect(compared == 30)
  }

  /// A loop over time that sets the units to zero at every step; for a language model, the sum of losses.
  @Test(arguments: Reference.modelNames)
  func everyModeIsThatOfALoopInPyTorch(name: String) throws {
    let recorded = try Reference.json("recurrent.json", as: Reference.Recorded.self)
    let model = try Reference.model(name)
    let scoring = RecurrentScoring(model, recorded.documents)
    let cases = try #require(recorded.models[name])
    #expect(cases.count == 8)
    for recordedCase in cases {
      let mask = try PruningMask(model, layers: recordedCase.mask)
      let modes: [PruningMode] = recordedCase.mode == .readout ? [.readout] : [.recurrent, .structural]
      for mode in modes {
        // Scored under the mask, and by the pruned model as others would load it.
        let baked = RecurrentScoring(try model.pruned(by: mask, mode: mode), recorded.documents)
        for values in [try scoring.outcomes(mask, mode: mode).values, try baked.outcomes().values] {
          for (document, (value, expected)) in zip(values, recordedCase.outputs).enumerated() {
            let tokens = name.contains("classifier") ? 1 : max(1, recorded.documents[document].count)
            #expect(abs(value - expected) < 1e-5 * Double(tokens), "\(mode) \(recordedCase.mask) \(document)")
          }
        }
      }
    }
  }

  /// What is baked into weights is what is computed from the encoded documents, to the bit.
  @Test(arguments: Reference.modelNames)
  func encodingOnceChangesNothing(name: String) throws {
    let documents = try Reference.json("recurrent.json", as: Reference.Recorded.self).documents + [[]]
    let model = try Reference.model(name)
    let layers = model.encoder.layers.count
    let mask = try PruningMask(
      model, layers: (0..<layers).map { $0 == layers - 1 ? [0, 3, 8] : [] })
    let masked = try RecurrentScoring(model, documents).outcomes(mask, mode: .readout)
    let baked = try RecurrentScoring(try model.pruned(by: mask, mode: .readout), documents, threads: 1)
      .outcomes()
    #expect(masked == baked)
    let unmasked = try RecurrentScoring(model, documents).outcomes()
    #expect(unmasked != masked)
    let nothing = PruningMask(sites: model.encoder.siteList, prunedRows: [])
    #expect(try RecurrentScoring(model, documents).outcomes(nothing, mode: .readout) == unmasked)
    if case .classifier(let classifier) = model {
      #expect(unmasked.values == classifier.logits(documents, workers: Workers(threads: 1)))
    }
  }

  /// Held at zero exactly, not nearly, in every cell.
  @Test(arguments: CellKind.allCases)
  func aRecurrentlyPrunedUnitStaysAtZero(cell: CellKind) throws {
    let encoder = Encoder(
      EncoderConfiguration(vocabularySize: 30, embeddingSize: 6, hiddenSize: 10, layers: 2, cell: cell),
      seed: 3)
    let model = Checkpoint.Model.encoder(encoder)
    let mask = try PruningMask(model, layers: [[1, 4], [9]])
    let pruned = try model.pruned(by: mask, mode: .recurrent).encoder
    let document = (0..<80).map { Int32($0 * 7 % 30) }
    ActivationReader(pruned, workers: Workers(threads: 1)).read([document]) { chunk in
      for (layer, zeros) in [[1, 4], [9]].enumerated() {
        let values = chunk.activations(site: layer)
        for row in 0..<chunk.tokens.count {
          for unit in 0..<10 {
            #expect((values.row(row)[unit] == 0) == zeros.contains(unit) || cell == .rnnRelu)
            if zeros.contains(unit) { #expect(values.row(row)[unit] == 0) }
          }
        }
      }
    }
  }

  @Test func theStructuralModelIsSmaller() throws {
    let model = Checkpoint.Model.classifier(
      Classifier(
        pretrained: Encoder(
          EncoderConfiguration(vocabularySize: 40, embeddingSize: 8, hiddenSize: 16), seed: 1),
        pooling: .lastMeanMax, seed: 2))
    let half = try PruningMask(model, layers: [Array(0..<8)])
    let small = try model.pruned(by: half, mode: .structural)
    #expect(small.encoder.outputSize == 8)
    // Embedding 40x8; 4 gates of 8 units from 8 inputs, 8 units and two biases; a head of 3x8 and its bias.
    #expect(small.parameterCount == 320 + 4 * 8 * (8 + 8 + 2) + 25)
    let all = try PruningMask(model, layers: [Array(0..<16)])
    #expect(try model.pruned(by: all, mode: .structural).encoder.outputSize == 1)
    let documents: [[Int32]] = [[1, 2, 3], [4]]
    let values = try RecurrentScoring(model, documents).outcomes(all, mode: .structural).values
    guard case .classifier(let classifier) = model else { return }
    #expect(values.allSatisfy { $0 == Double(classifier.headBias.values.pointer[0]) })
  }

  @Test func theModelItselfIsNeverChanged() throws {
    for name in Reference.modelNames {
      let model = try Reference.model(name)
      let before = model.parameters.map(\.values.array)
      let mask = PruningMask(sites: model.encoder.siteList, prunedRows: [0, 2, 5])
      for mode in PruningMode.ofRecurrentModels { _ = try model.pruned(by: mask, mode: mode) }
      #expect(model.parameters.map(\.values.array) == before)
    }
  }

  @Test func masksOfOtherModelsAreRefused() throws {
    let model = try Reference.model("gru2")
    let other = PruningMask(sites: try Reference.model("lstm2").encoder.siteList, prunedRows: [1])
    let error = PruningError.differentSites(mask: "lstm.0:16,lstm.1:16", model: "gru.0:16,gru.1:16")
    #expect(throws: error) { try model.pruned(by: other, mode: .recurrent) }
    #expect(throws: error) { try RecurrentScoring(model, [[1, 2]]).outcomes(other, mode: .readout) }
    let unknown = NeuronID(site: "gru.1", index: 16)
    #expect(throws: PruningError.noSuchNeuron(unknown, sites: "gru.0:16,gru.1:16")) {
      try PruningMask(sites: model.encoder.siteList, pruned: [unknown])
    }
  }

  @Test func scoringStopsWhenItIsTold() throws {
    let model = try Reference.model("lstm2")
    let documents = [[Int32]](repeating: [1, 2, 3], count: 1000)
    var asked = 0
    let scoring = RecurrentScoring(
      model, documents: documents, workers: Workers(threads: 1),
      isCancelled: {
        asked += 1
        return asked > 2
      })
    #expect(throws: PruningError.interrupted) { try scoring.outcomes() }
    #expect(asked == 3)
  }
}
