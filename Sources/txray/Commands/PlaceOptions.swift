import ArgumentParser
import Explorer

/// Where the explorer begins.
struct PlaceOptions: ParsableArguments {
  @Option(help: "Count by this policy first: max1, firings.") var policy: String?
  @Option(help: ArgumentHelp("Compare these stages: 1-5.", valueName: "from-to")) var pair: String?
  @Option(help: "Show this stage, from 1.") var stage: Int?
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("List the neurons that meet these conditions.", valueName: "conditions"))
  var conditions: String?
  @Option(help: "List the neurons that prefer this token.") var token: String?
  @Option(help: ArgumentHelp("Sort by this column: wins@2, wins@2:asc.", valueName: "column"))
  var sort: String?
  @Option(help: "Select this neuron: lstm.0:123.") var neuron: String?
  @Option(
    help: ArgumentHelp(
      "Open this view (scatter, tags) or page of the detail (changes, activity); repeat it for both.",
      valueName: "name"))
  var view: [String] = []
  @Flag(help: "Show the detail on the whole screen.") var zoom = false

  func validate() throws {
    if conditions != nil, token != nil { throw ValidationError("--where and --token exclude each other") }
  }

  var words: OpeningPlace.Words {
    var words = OpeningPlace.Words()
    (words.pair, words.stage, words.conditions, words.token) = (pair, stage, conditions, token)
    (words.sort, words.neuron, words.views, words.isZoomed) = (sort, neuron, view, zoom)
    return words
  }
}
