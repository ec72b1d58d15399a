extension StageAudit {
  /// Steps beside the usual ones by which a norm must lie off the line, and the share of tensors that must do so.
  private static let (most, share) = (4.0, 0.5)

  /// Stages inside a row of at least five whose tensors' norms lie off the line between their neighbours', by many
  /// times the step that is usual between the other stages. The first and last can't be judged: a line has no other
  /// side there.
  ///
  /// One stage that is off bends the line of its neighbours too, so the worst is taken out first and the rest looked at
  /// again. O(stages^2 tensors).
  static func offTrend(_ stages: [AuditedStage]) -> [AuditFinding] {
    var row: [(name: String, norms: [String: Double])] = []
    var seen: Set<String> = []
    for stage in stages {
      // A stage that stands there twice has no place of its own in the row.
      guard let print = stage.print, seen.insert(print.digest).inserted else { continue }
      let norms = print.tensors.filter(\.isTelling).compactMap { tensor in
        tensor.norm.map { (tensor.name, $0) }
      }
      row.append((stage.name, Dictionary(norms, uniquingKeysWith: { $1 })))
    }
    guard let first = row.first, row.allSatisfy({ $0.norms.keys == first.norms.keys }) else { return [] }
    let tensors = first.norms.keys.sorted()
    var findings: [AuditFinding] = []
    while row.count >= 5 {
      var worst: (place: Int, off: Int, by: Double) = (0, 0, 0)
      for place in 1..<row.count - 1 {
        var (off, sum) = (0, 0.0)
        for tensor in tensors {
          let ratio = deviation(row.map { $0.norms[tensor] ?? 0 }, at: place)
          if ratio > most { off += 1 }
          sum += min(ratio, 1000)
        }
        if (off, sum) > (worst.off, worst.by) { worst = (place, off, sum) }
      }
      guard worst.off > 0, Double(worst.off) > share * Double(tensors.count) else { break }
      findings.append(.offTrend(row[worst.place].name, tensors: worst.off, of: tensors.count))
      row.remove(at: worst.place)
    }
    return findings
  }

  /// How far a norm lies off the line between its neighbours, in median steps between stages that are not it.
  private static func deviation(_ norms: [Double], at place: Int) -> Double {
    let off = abs(norms[place] - (norms[place - 1] + norms[place + 1]) / 2)
    var steps: [Double] = [abs(norms[place + 1] - norms[place - 1]) / 2]
    for index in 1..<norms.count where index != place && index != place + 1 {
      steps.append(abs(norms[index] - norms[index - 1]))
    }
    steps.sort()
    // Norms that never move have no steps to be measured by: a millionth is rounding.
    return off / max(steps[steps.count / 2], 1e-6 * norms[place], .leastNormalMagnitude)
  }
}
