import Files
import NeuronPreferences

/// All neurons of a comparison, written as they come: a million rows are never held as text.
struct TransferListing {
  let transfer: Transfer
  /// Those that are listed; what is counted are all.
  let neurons: [NeuronTransfer]

  init(transfer: Transfer, neurons: [NeuronTransfer]? = nil) {
    self.transfer = transfer
    self.neurons = neurons ?? transfer.neurons
  }

  private static let header = [
    "neuron", "state", "hellinger", "length_a", "length_b", "length_union", "count_a", "count_b", "mass_a",
    "mass_b", "correlation", "excess", "p", "q", "evidence", "verdict", "effect", "effect_low", "effect_high",
    "wins_ratio", "wins_p", "wins_q", "breadth",
  ]

  /// Tab-separated values, numbers at full precision; missing ones are empty.
  func writeTSV(to out: Output) throws {
    func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    try out.row(Self.header)
    for row in neurons {
      try out.row([
        "\(row.neuron)", row.state.rawValue, full(row.hellinger), "\(row.lengthA)", "\(row.lengthB)",
        "\(row.lengthUnion)", "\(row.countA)", "\(row.countB)", "\(row.massA)", "\(row.massB)",
        full(row.correlation), full(row.excess), full(row.p), full(row.q), row.evidence.rawValue,
        row.verdict.rawValue, full(row.effect?.value), full(row.effect?.low), full(row.effect?.high),
        full(row.wins?.finiteRatio), full(row.wins?.p), full(row.wins?.q), row.breadth?.kind?.rawValue ?? "",
      ])
    }
  }

  /// The documented JSON, on one line, keys sorted.
  func writeJSON(to out: Output) throws {
    try out.json(piece: "{\"a\":\(transfer.a.jsonLiteral),\"b\":\(transfer.b.jsonLiteral)")
    try out.json(
      piece: ",\"feature\":\"\(transfer.feature.rawValue)\",\"metric\":\"\(transfer.metric.rawValue)\"")
    try out.json(piece: ",\"neurons\":[")
    // Written together: each piece is looked through for what would steer a terminal.
    var rows = ""
    for (index, row) in neurons.enumerated() {
      rows += index == 0 ? "{" : ",{"
      Self.append(row, to: &rows)
      if rows.utf8.count > 1 << 14 {
        try out.json(piece: rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    try out.json(piece: rows)
    let states = transfer.states
    try out.json(
      piece: "],\"neurons_total\":\(transfer.neurons.count),\"policy\":\"\(transfer.policy)\"")
    try out.json(piece: ",\"states\":{\"forgotten\":\(states.forgotten)")
    try out.json(
      piece: ",\"gained\":\(states.gained),\"never\":\(states.never),\"shared\":\(states.shared)}")
    let verdicts = transfer.verdicts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\"\($0.key.rawValue)\":\($0.value)" }
    try out.json(piece: ",\"verdicts\":{\(verdicts.joined(separator: ","))}}\n")
  }

  private static func append(_ row: NeuronTransfer, to text: inout String) {
    func append(_ key: String, _ value: String) {
      text += key
      text += value
    }
    append("\"breadth\":", row.breadth?.kind.map { "\"\($0.rawValue)\"" } ?? "null")
    if let correlation = row.correlation { append(",\"correlation\":", JSONText.number(correlation)) }
    append(",\"count_a\":", "\(row.countA)")
    append(",\"count_b\":", "\(row.countB)")
    append(",\"effect\":", JSONText.number(row.effect?.value))
    append(",\"effect_high\":", JSONText.number(row.effect?.high))
    append(",\"effect_low\":", JSONText.number(row.effect?.low))
    append(",\"evidence\":", "\"\(row.evidence.rawValue)\"")
    append(",\"excess\":", JSONText.number(row.excess))
    append(",\"hellinger\":", JSONText.number(row.hellinger))
    append(",\"length_a\":", "\(row.lengthA)")
    append(",\"length_b\":", "\(row.lengthB)")
    append(",\"length_union\":", "\(row.lengthUnion)")
    append(",\"mass_a\":", JSONText.number(row.massA))
    append(",\"mass_b\":", JSONText.number(row.massB))
    append(",\"neuron\":", "\(row.neuron)".jsonLiteral)
    append(",\"p\":", JSONText.number(row.p))
    append(",\"q\":", JSONText.number(row.q))
    append(",\"state\":", "\"\(row.state.rawValue)\"")
    append(",\"verdict\":", "\"\(row.verdict.rawValue)\"")
    append(",\"wins_p\":", JSONText.number(row.wins?.p))
    append(",\"wins_q\":", JSONText.number(row.wins?.q))
    append(",\"wins_ratio\":", JSONText.number(row.wins?.finiteRatio))
    text += "}"
  }
}
