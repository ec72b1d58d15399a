/// The activation masses of the neurons that won a token, by rank: how few neurons carry how much (TX-Ray, section
/// 3.3.2).
public struct RankedMass: Sendable {
  /// A neuron's place among them.
  public struct Point: Sendable, Encodable {
    /// From 1, the largest mass first.
    public let rank: Int
    /// The neuron's activation mass.
    public let mass: Double
  }

  /// How ranks are left out where there are more than a plot can show.
  public enum Spacing: Sendable {
    /// Evenly, to about so many points.
    case even(count: Int)
    /// Ever fewer, as a logarithmic axis shows them; the first 48 ranks and the last stay.
    case logarithmic
  }

  /// The masses, the largest first. A signed maximum can make some of them negative.
  public let masses: [Double]

  /// Sorts the masses of a stage. O(neurons · log neurons).
  public init(_ table: FeatureTable) {
    masses = (0..<table.neuronCount).filter { table.wins[$0] > 0 }.map { table.mass[$0] }.sorted(by: >)
  }

  /// Points of the curve. O(points).
  public func points(_ spacing: Spacing) -> [Point] {
    var points: [Point] = []
    var next = 0
    while next < masses.count {
      points.append(Point(rank: next + 1, mass: masses[next]))
      switch spacing {
      case .even(let count): next += max(1, masses.count / max(1, count))
      case .logarithmic: next += max(1, next / 24)
      }
    }
    if let last = masses.last, points.last?.rank != masses.count {
      points.append(Point(rank: masses.count, mass: last))
    }
    return points
  }
}
