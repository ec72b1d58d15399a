import Glibc
import Measures
import NeuronPreferences
import Sites

/// What became of the neurons of every site between two stages, and how broad their preferences are: a line a site.
public struct SiteOverview: Sendable {
  /// What it is of.
  public struct Subject: Hashable, Sendable {
    /// The stages compared; nil in a run of one stage.
    let pair: StagePair?
    /// The stage whose preferences are looked at.
    let stage: Int
    /// How many relabellings the pair has been held against; nil before it is compared.
    let permutations: Int?
  }

  /// One site.
  struct Line: Sendable {
    let site: SiteList.Site
    /// Neurons by what became of them; empty without a comparison.
    let verdicts: [Verdict: Int]
    /// The middle of how far those moved that can be compared: beyond chance once that is known; nil if there are none.
    let medianMove: Double?
    /// The mean entropy of the neurons' shares of their mass by token, in bits; nil if none has any mass.
    let entropy: Double?
  }

  let subject: Subject
  /// The sites, in the order of the rows.
  let lines: [Line]

  /// Reads all neurons. O(neurons · log neurons), and O(entries of the stage) unless its entropies are `known`.
  ///
  /// - Throws: `SnapshotError` if a row is damaged.
  init(
    _ subject: Subject, stage: Stage, comparison: Comparison?, entropies known: [Double?]?
  ) throws(SnapshotError) {
    self.subject = subject
    let entropies = if let known { known } else { try Self.entropies(stage.snapshot) }
    lines = zip(stage.snapshot.sites.sites, entropies).map { site, entropy in
      guard let comparison else { return Line(site: site, verdicts: [:], medianMove: nil, entropy: entropy) }
      var verdicts: [Verdict: Int] = [:]
      var moves: [Double] = []
      for row in site.rows {
        let verdict = comparison.verdict(row)
        verdicts[verdict, default: 0] += 1
        if verdict.isComparable, let moved = comparison.moved(row) { moves.append(moved) }
      }
      return Line(site: site, verdicts: verdicts, medianMove: Self.median(of: moves), entropy: entropy)
    }
  }

  private static func median(of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The mean entropy of each site's neurons, in bits. O(entries).
  private static func entropies(_ snapshot: Snapshot) throws(SnapshotError) -> [Double?] {
    var means: [Double?] = []
    for site in snapshot.sites.sites {
      var (sum, count) = (0.0, 0)
      for row in site.rows {
        let masses = try snapshot.tokens.preferences(ofRow: row).map(\.sum).filter { $0 > 0 }
        let mass = masses.reduce(0, +)
        guard mass > 0 else { continue }
        sum -= masses.reduce(0) { $0 + $1 / mass * log2($1 / mass) }
        count += 1
      }
      means.append(count > 0 ? sum / Double(count) : nil)
    }
    return means
  }
}
