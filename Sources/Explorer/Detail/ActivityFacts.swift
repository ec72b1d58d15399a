import NeuronPreferences

/// How active a neuron is at a stage, in words.
enum ActivityFacts {
  /// "mean -.02, spread .31", "fires above .64 at 1.2%", "selectivity .93", "as its parent .97", as far as they are known.
  static func of(_ row: Int, in snapshot: Snapshot) -> [String] {
    var facts: [String] = []
    if let moments = snapshot.moments, let mean = moments.mean(ofRow: row),
      let spread = moments.standardDeviation(ofRow: row)
    {
      facts.append("mean \(Figure.activation(mean)), spread \(Figure.activation(spread))")
    }
    if snapshot.counts.tokensScanned > 0 {
      let share = Double(snapshot.tokens.wins[row]) / Double(snapshot.counts.tokensScanned)
      let threshold = snapshot.thresholds.map { " above \(Figure.activation(Double($0[row])))" } ?? ""
      facts.append("\(snapshot.policy.kind.verb)\(threshold) at \(Figure.percent(share))")
    }
    if let summary = try? PreferenceSummary(snapshot, row: row) {
      facts.append("selectivity \(Figure.share(summary.selectivity))")
    }
    if let correlation = snapshot.parent?.correlation(ofRow: row) {
      facts.append("as its parent \(Figure.signedShare(correlation))")
    }
    return facts
  }
}
