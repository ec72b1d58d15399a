import Statistics

/// What a chosen mask is held against.
public enum ControlKind: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// As many neurons, or heads, of each site, drawn at random.
  case random
  /// As many neurons of each site, drawn at random from those of like activation mass.
  case matched
}

/// Draws masks of the same size as a chosen one. The mask of a kind and number depends on the seed alone.
public struct ControlMasks: Sendable {
  private let chosen: PruningMask
  /// Activation mass by row; nil where it is not known.
  private let mass: [Double]?
  private let seed: UInt64
  /// Of each site, how many neighbouring neurons are drawn together.
  private let unitSizes: [Int]

  /// Controls of a mask. Neurons are matched within a tenth of their site's, at least five, to either side in
  /// the order of `mass`.
  ///
  /// - Parameter unitSizes: of each site, how many neighbouring neurons are one part of the model, as those of a head;
  ///   where the mask prunes whole parts only, whole parts are drawn. Nil for single neurons everywhere.
  public init(_ chosen: PruningMask, mass: [Double]?, unitSizes: [Int]? = nil, seed: UInt64) {
    precondition(mass.map { $0.count == chosen.sites.neuronCount } ?? true)
    self.chosen = chosen
    self.mass = mass
    self.seed = seed
    self.unitSizes = chosen.sites.sites.indices.map { index in
      guard let size = unitSizes?[index], size > 1, chosen.sites.sites[index].neurons % size == 0 else {
        return 1
      }
      let kept = Array(chosen.isKept(site: index))
      let isWhole = stride(from: 0, to: kept.count, by: size).allSatisfy { start in
        kept[start..<start + size].allSatisfy { $0 == kept[start] }
      }
      return isWhole ? size : 1
    }
  }

  /// The kinds that can be drawn.
  public var kinds: [ControlKind] { mass == nil ? [.random] : [.random, .matched] }

  /// Mask number `number` of a kind. Complexity: O(n log n) for n neurons, times n for a matched one.
  public func mask(_ kind: ControlKind, number: Int) -> PruningMask {
    var generator = SplitMix64(seed: seed, .controlMask(number, isMatched: kind == .matched))
    var rows: [Int] = []
    for (index, site) in chosen.sites.sites.enumerated() {
      let size = unitSizes[index]
      let pruned = chosen.pruned(site: index).filter { $0 % size == 0 }.map { $0 / size }
      let units =
        switch (kind, mass) {
        case (.matched, let mass?):
          matched(pruned, mass: unitMasses(mass[site.rows], size: size), &generator)
        default: Array(0..<site.neurons / size).shuffled(using: &generator).prefix(pruned.count).map { $0 }
        }
      rows += units.flatMap { unit in (0..<size).map { site.firstRow + unit * size + $0 } }
    }
    return PruningMask(sites: chosen.sites, prunedRows: rows)
  }

  private func unitMasses(_ mass: ArraySlice<Double>, size: Int) -> [Double] {
    let values = Array(mass)
    return stride(from: 0, to: values.count, by: size).map { values[$0..<$0 + size].reduce(0, +) }
  }

  /// For each unit, another whose place in the order of masses is near; equal masses are ordered by chance.
  private func matched(_ units: [Int], mass: [Double], _ generator: inout SplitMix64) -> [Int] {
    let order = mass.indices.shuffled(using: &generator).enumerated()
      .sorted { (mass[$0.element], $0.offset) < (mass[$1.element], $1.offset) }.map(\.element)
    var places = [Int](repeating: 0, count: order.count)
    for (place, unit) in order.enumerated() { places[unit] = place }
    var isFree = [Bool](repeating: true, count: order.count)
    let reach = max(5, order.count / 10)
    return units.shuffled(using: &generator).map { unit in
      var candidates: [Int] = []
      var distance = reach
      // Where all near ones are taken, a step further.
      while candidates.isEmpty {
        let near = max(0, places[unit] - distance)...min(order.count - 1, places[unit] + distance)
        candidates = near.filter { isFree[$0] }
        distance += reach
      }
      let place = candidates[generator.next(below: candidates.count)]
      isFree[place] = false
      return order[place]
    }
  }
}

/// Where a score stands among those of controls.
public enum ControlPercentile {
  /// The share of controls, in percent, that did worse by that metric; equal ones count half. Nil where there is
  /// nothing to compare.
  public static func percentile(
    of score: PruningScores, among controls: [PruningScores], metric: ScoreMetric
  ) -> Double? {
    guard let own = score[metric] else { return nil }
    let others = controls.compactMap { $0[metric] }
    guard !others.isEmpty else { return nil }
    let points = others.reduce(0.0) { sum, other in
      if other == own { return sum + 0.5 }
      return sum + ((own > other) == metric.isHigherBetter ? 1 : 0)
    }
    return 100 * points / Double(others.count)
  }
}
