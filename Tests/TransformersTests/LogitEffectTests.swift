import Foundation
import Testing
import Transformers

/// What neurons do to logits, against what PyTorch works out; see make_logit_effects.py.
@Suite struct LogitEffectTests {
  private struct Recorded: Decodable {
    let site: String
    let neuron: Int
    let plain, folded: [Float]
  }

  private static let recorded: [String: [Recorded]] = {
    let data = FileManager.default.contents(atPath: Expectation.folder("logit-effects.json"))
    return data.flatMap { try? JSONDecoder().decode([String: [Recorded]].self, from: $0) } ?? [:]
  }()

  @Test(arguments: ["gpt2", "gpt-neox", "llama", "gemma2", "olmo", "olmo2"])
  func effectsAreThoseOfPyTorch(name: String) throws {
    let model = try Expectation.model(name)
    let cases = try #require(Self.recorded[name])
    #expect(cases.count == 3)
    for recorded in cases {
      for (foldsNorm, expected) in [(false, recorded.plain), (true, recorded.folded)] {
        let effects = try model.logitEffects(
          ofNeuron: recorded.neuron, site: recorded.site, count: 61, foldingNorm: foldsNorm)
        var found = [Float](repeating: .nan, count: 61)
        for token in effects.raised { found[Int(token.id)] = token.effect }
        #expect(distance(found, expected) < 5e-5, "\(name) \(recorded.site) \(foldsNorm)")
        #expect(effects.raised.map(\.effect) == effects.raised.map(\.effect).sorted(by: >))
        #expect(effects.lowered.map(\.effect) == effects.lowered.map(\.effect).sorted())
        #expect(effects.foldsNorm == foldsNorm)
      }
    }
    let few = try model.logitEffects(ofNeuron: 3, site: "blocks.0.mlp.hook_post", count: 2)
    #expect(few.raised.count == 2 && few.lowered.count == 2 && few.raised[0].effect >= few.raised[1].effect)
  }

  @Test func headsThatAreNotLinearAreRefused() throws {
    #expect(throws: TransformerError.self) {
      try Expectation.model("bert").logitEffects(ofNeuron: 0, site: "blocks.0.mlp.hook_post", count: 1)
    }
    #expect(throws: TransformerError.self) {
      try Expectation.model("bert-classifier").logitEffects(
        ofNeuron: 0, site: "blocks.0.mlp.hook_post", count: 1)
    }
    #expect(throws: TransformerError.self) {
      try Expectation.model("gpt2").logitEffects(ofNeuron: 0, site: "blocks.0.hook_resid_post", count: 1)
    }
  }
}
