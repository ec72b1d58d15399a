import NeuronPreferences

extension CollectionPolicy.Kind {
  /// What a neuron does at a token that is counted: "win", or "firing" where any number of neurons may do so.
  var event: String { hasOneWinner ? "win" : "firing" }
  /// Several of them, for headings.
  var shortEvents: String { hasOneWinner ? "wins" : "fires" }
}

extension Run {
  /// What is counted of a neuron in these stages, "win" or "firing".
  var event: String { stages[0].snapshot.policy.kind.event }
  /// Several of them.
  var events: String { event + "s" }
}
