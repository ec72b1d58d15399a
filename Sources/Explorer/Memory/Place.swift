import Measures

/// Where in a run the user is: what going back brings back.
struct Place: Sendable {
  var neuron: Int
  var view: ViewDescription
  var shownStage: Int
  var pair: StagePair?
  var list: NeuronList
  var filter: Filter?
  var sort: Sort
  var ranking: Ranking?
  var isZoomed: Bool

  /// Whether both are the same to the eye: order and stage alone make no other place.
  func isSame(as other: Place) -> Bool {
    neuron == other.neuron && view == other.view && pair == other.pair && list == other.list
      && filter == other.filter && isZoomed == other.isZoomed
      && ranking?.question == other.ranking?.question
  }
}
