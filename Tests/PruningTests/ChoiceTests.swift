import NeuronPreferences
import Pruning
import Sites
import Testing

@Suite struct ChoiceTests {
  @Test(arguments: [
    "", "mass", "mass<", "mass<x", "mass<nan", "weight<1", "state<forgotten", "state=lost", "mass<1<2", "<1",
    "evidence=1",
  ])
  func badRulesAreRefused(text: String) {
    #expect(throws: PruningError.self) { try ChoiceRule(text) }
  }

  @Test func rulesAreRead() throws {
    #expect(try ChoiceRule("mass < .5").description == "mass<.5")
    #expect(try ChoiceRule("q<=.05").needsTest)
    #expect(try !ChoiceRule("state!=never").needsTest)
    #expect(try ChoiceRule("verdict = lost wins").description == "verdict=lostwins")
    #expect(try ChoiceRule("verdict!=kept").needsTest)
    for field in ChoiceRule.Field.allCases where ![.state, .evidence, .verdict].contains(field) {
      #expect(try ChoiceRule("\(field.rawValue)>=2").field == field)
    }
  }

  @Test func listsAreRead() throws {
    let one = try #require(SiteList([("lstm.0", 20)]))
    let two = try #require(SiteList([("lstm.0", 20), ("lstm.1", 20)]))
    #expect(try NeuronListText.neurons("3, 5-7\nlstm.0:19", sites: one).map(\.index) == [3, 5, 6, 7, 19])
    #expect(
      try NeuronListText.neurons("lstm.1:0-1,lstm.0:2", sites: two).map(\.description)
        == ["lstm.1:0", "lstm.1:1", "lstm.0:2"])
    for text in ["3", "lstm.0:", "lstm.0:7-3", "lstm.0:1:2", "lstm.0:a", "lstm.0:-1"] {
      #expect(throws: PruningError.badRule(text)) { try NeuronListText.neurons(text, sites: two) }
    }
    #expect(
      throws: PruningError.noSuchNeuron(
        NeuronID(site: "lstm.0", index: 9_000_000_000_000), sites: "lstm.0:20")
    ) { try NeuronListText.neurons("0-9000000000000", sites: one) }
  }
}
