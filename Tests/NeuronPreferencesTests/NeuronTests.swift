import NeuronPreferences
import Sites
import Testing

@Suite struct NeuronTests {
  @Test func namesParseAndPrint() {
    #expect(NeuronID("lstm.0:60") == NeuronID(site: "lstm.0", index: 60))
    #expect(NeuronID("a:b:7") == NeuronID(site: "a:b", index: 7))
    #expect(NeuronID(site: "blocks.0.mlp.hook_post", index: 3).description == "blocks.0.mlp.hook_post:3")
    for bad in ["", ":", ":1", "lstm", "lstm:", "lstm:-1", "lstm:+1", "lstm: 1", "lstm:99999999999999999999"]
    {
      #expect(NeuronID(bad) == nil, "\(bad)")
    }
  }

  @Test func sitesOrderByTheirNumbers() {
    let names = ["lstm.10:0", "lstm.2:5", "gru.0:1", "lstm.2:40", "lstm.2:5"]
    let sorted = names.compactMap { NeuronID($0) }.sorted().map(\.description)
    #expect(sorted == ["gru.0:1", "lstm.2:5", "lstm.2:5", "lstm.2:40", "lstm.10:0"])
  }

  @Test func rowsRunThroughAllSites() throws {
    let sites = try #require(SiteList([("lstm.0", 3), ("lstm.1", 2)]))
    #expect(sites.neuronCount == 5)
    #expect(sites.description == "lstm.0:3,lstm.1:2")
    #expect(SiteList("lstm.0:3,lstm.1:2") == sites)
    for row in 0..<5 { #expect(sites.row(of: sites.neuron(atRow: row)) == row) }
    #expect(sites.neuron(atRow: 3) == NeuronID(site: "lstm.1", index: 0))
    #expect(sites.row(of: NeuronID(site: "lstm.1", index: 2)) == nil)
    #expect(sites.row(of: NeuronID(site: "gru.0", index: 0)) == nil)
  }

  @Test func unfitSitesAreRefused() {
    #expect(SiteList([]) == nil)
    #expect(SiteList([("a", 1), ("a", 2)]) == nil)
    #expect(SiteList([("a", 0)]) == nil)
    #expect(SiteList([("a b", 1)]) == nil)
    #expect(SiteList([("", 1)]) == nil)
    #expect(SiteList("") == nil)
    #expect(SiteList("a") == nil)
  }
}
