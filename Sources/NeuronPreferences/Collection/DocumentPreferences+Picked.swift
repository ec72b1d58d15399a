/// What a policy picked at the tokens of one document, at one site: the form in which recordings hold it.
public struct PickedActivations: Sendable {
  /// How many neurons it picked at each token.
  public let counts: [Int]
  /// The neurons, token after token, rising within each.
  public let neurons: [Int]
  /// Their activations, finite and with their signs.
  public let values: [Float]

  /// Takes them together.
  ///
  /// - Precondition: as many `neurons` and `values` as `counts` say.
  public init(counts: [Int], neurons: [Int], values: [Float]) {
    precondition(counts.reduce(0, +) == neurons.count && neurons.count == values.count)
    self.counts = counts
    self.neurons = neurons
    self.values = values
  }
}

extension DocumentPreferences {
  /// Adds a whole document with what the plan's policy picked at one site, in place of activations: once for
  /// every site.
  ///
  /// Contexts show the activations that were picked; what the neuron did at the other tokens is not known and
  /// reads 0. O(T + picked).
  ///
  /// - Parameters:
  ///   - site: Position in the plan's list of sites. The text itself is counted with site 0.
  ///   - tokens: T token ids, each within the plan's vocabulary.
  ///   - tags: T tag ids, -1 where a token has none; nil where the text carries no tags.
  ///   - isCounted: which tokens count; the others only stand in contexts. See ``skip(_:reason:)``.
  public mutating func record(
    site: Int, tokens: [Int32], tags: [Int32]? = nil, isCounted: [Bool], picked: PickedActivations
  ) {
    precondition(picked.counts.count == tokens.count && isCounted.count == tokens.count)
    precondition(tags == nil || tags?.count == tokens.count)
    let place = plan.sites.sites[site]
    if site == 0 {
      let counted = tokens.indices.filter { isCounted[$0] }
      counted.map { tokens[$0] }.withUnsafeBufferPointer { tokens in
        if let tags = tags.map({ tags in counted.map { tags[$0] } }) {
          tags.withUnsafeBufferPointer { countText(tokens, $0) }
        } else {
          countText(tokens, nil)
        }
      }
    }
    let starts = picked.counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    for position in tokens.indices where isCounted[position] {
      let token = Int(tokens[position])
      let tag = tags.map { Int($0[position]) } ?? -1
      for event in starts[position]..<starts[position + 1] {
        let row = place.firstRow + picked.neurons[event]
        let value = Double(plan.policy.kind.isByMagnitude ? abs(picked.values[event]) : picked.values[event])
        self.tokens.add(TripleKey(row: row, feature: token), value: value)
        if tag >= 0 { self.tags.add(TripleKey(row: row, feature: tag), value: value) }
        keepContext(of: event, at: position, row: row, tokens: tokens, picked: picked, starts: starts)
      }
    }
  }

  /// Shelves the firing's window, if the shelf takes it.
  private mutating func keepContext(
    of event: Int, at position: Int, row: Int, tokens: [Int32], picked: PickedActivations, starts: [Int]
  ) {
    let activation = picked.values[event]
    let selections = contexts.accepts(row: row, document: index, position: position, activation: activation)
    guard !selections.isEmpty else { return }
    let radius = plan.contextRadius
    let window = max(0, position - radius)...min(tokens.count - 1, position + radius)
    let neuron = picked.neurons[event]
    let activations = window.map { place in
      (starts[place]..<starts[place + 1]).first { picked.neurons[$0] == neuron }.map { picked.values[$0] }
        ?? 0
    }
    for selection in selections {
      contexts.add(
        FiringContext(
          selection: selection, document: index, position: position, tokens: window.map { tokens[$0] },
          activations: activations, center: position - window.lowerBound),
        row: row)
    }
  }
}
