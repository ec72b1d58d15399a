/// Activations that are set to a number, whatever a model computes there: of neurons, or of what heads have gathered.
/// What is read above them then reads that number.
struct HeldActivations: Sendable {
  /// One activation and what it is held at.
  struct Held: Sendable, Hashable {
    let neuron: Int
    let value: Float
  }

  private var sites: [ModelSite: [Held]] = [:]

  /// Nothing held.
  init() {}

  /// Adds to what is held at a site; a neuron that is held already gets the new number.
  mutating func hold(_ values: [Int: Float], at site: ModelSite) {
    var held = Dictionary(uniqueKeysWithValues: (sites[site] ?? []).map { ($0.neuron, $0.value) })
    held.merge(values) { $1 }
    sites[site] = held.map { Held(neuron: $0.key, value: $0.value) }.sorted { $0.neuron < $1.neuron }
  }

  /// What is held at a site, by rising neuron.
  func held(at site: ModelSite) -> [Held] { sites[site] ?? [] }

  /// Sets what is held in `activations [rows, width]` of a site.
  func apply(to activations: UnsafeMutablePointer<Float>, rows: Int, width: Int, at site: ModelSite) {
    guard let held = sites[site] else { return }
    for row in 0..<rows {
      let values = activations + row * width
      for activation in held { values[activation.neuron] = activation.value }
    }
  }
}
