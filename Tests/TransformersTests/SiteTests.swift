import Kernels
import Testing
import Transformers

/// Sites go by TransformerLens' names and are asked for by patterns.
@Suite struct SiteTests {
  @Test func theDefaultIsTheNeuronsOfAllLayers() throws {
    let reader = try TransformerReader(Expectation.model("gpt2"), workers: Workers(threads: 1))
    #expect(reader.sites.description == "blocks.0.mlp.hook_post:128,blocks.1.mlp.hook_post:128")
  }

  @Test(arguments: [
    (
      "blocks.1.*",
      "blocks.1.attn.hook_z:32,blocks.1.mlp.hook_post:128,blocks.1.hook_mlp_out:32,"
        + "blocks.1.hook_resid_post:32"
    ),
    ("*.hook_z", "blocks.0.attn.hook_z:32,blocks.1.attn.hook_z:32"),
    (
      "blocks.1.hook_resid_post,blocks.?.hook_mlp_out",
      "blocks.0.hook_mlp_out:32,blocks.1.hook_mlp_out:32,blocks.1.hook_resid_post:32"
    ),
  ])
  func patternsChooseSites(pattern: String, expected: String) throws {
    let reader = try TransformerReader(
      Expectation.model("gpt2"), sites: pattern, workers: Workers(threads: 1))
    #expect(reader.sites.description == expected)
  }

  @Test(arguments: ["blocks.2.mlp.hook_post", "*hook_pre", "", ",", "blocks.0.mlp.hook_post,x"])
  func aPatternThatNothingFitsIsRefused(pattern: String) throws {
    let model = try Expectation.model("gpt2")
    #expect(throws: TransformerError.self) {
      try TransformerReader(model, sites: pattern, workers: Workers(threads: 1))
    }
  }
}
