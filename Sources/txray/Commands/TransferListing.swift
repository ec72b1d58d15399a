import Files
import NeuronPreferences

/// All neurons of a comparison, written as they come: a million rows are never held as text.
struct TransferListing {
  let transfer: Transfer

  private static let header = [
    "neuron", "state", "hellinger", "length_a", "length_b", "length_union", "count_a", "count_b", "mass_a",
    "mass_b", "correlation", "excess", "p", "q", "evidence", "verdict", "effect", "effect_low", "effect_high",
    "wins_ratio", "wins_p", "wins_q", "breadth",
  ]

  /// Tab-separated values, numbers at full precision; missing ones are empty.
  func writeTSV(to out: Output) throws {
    func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    try out.row(Self.header)
    for row in transfer.neurons {
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
    for (index, row) in transfer.neurons.enumerated() {
      try out.json(piece: index == 0 ? "{" : ",{")
      let breadth = row.breadth?.kind.map { "\"\($0.rawValue)\"" } ?? "null"
      try out.json(piece: "\"breadth\":\(breadth),")
      if let correlation = row.correlation {
        try out.json(piece: "\"correlation\":\(JSONText.number(correlation)),")
      }
      try out.json(piece: "\"count_a\":\(row.countA),\"count_b\":\(row.countB)")
      try out.json(
        piece: ",\"effect\":\(JSONText.number(row.effect?.value)),\"effect_high\":"
          + "\(JSONText.number(row.effect?.high)),\"effect_low\":\(JSONText.number(row.effect?.low))")
      try out.json(piece: ",\"evidence\":\"\(row.evidence.rawValue)\"")
      try out.json(
        piece: ",\"excess\":\(JSONText.number(row.excess)),\"hellinger\":\(JSONText.number(row.hellinger))")
      try out.json(piece: ",\"length_a\":\(row.lengthA),\"length_b\":\(row.lengthB)")
      try out.json(piece: ",\"length_union\":\(row.lengthUnion)")
      try out.json(
        piece: ",\"mass_a\":\(JSONText.number(row.massA)),\"mass_b\":\(JSONText.number(row.massB))")
      try out.json(piece: ",\"neuron\":\("\(row.neuron)".jsonLiteral)")
      try out.json(
        piece:
          ",\"p\":\(JSONText.number(row.p)),\"q\":\(JSONText.number(row.q))"
          + ",\"state\":\"\(row.state.rawValue)\",\"verdict\":\"\(row.verdict.rawValue)\""
          + ",\"wins_p\":\(JSONText.number(row.wins?.p)),\"wins_q\":\(JSONText.number(row.wins?.q))"
          + ",\"wins_ratio\":\(JSONText.number(row.wins?.finiteRatio))}"
      )
    }
    let states = transfer.states
    try out.json(
      piece: "],\"neurons_total\":\(transfer.neurons.count),\"states\":{\"forgotten\":\(states.forgotten)")
    try out.json(
      piece: ",\"gained\":\(states.gained),\"never\":\(states.never),\"shared\":\(states.shared)}")
    let verdicts = transfer.verdicts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\"\($0.key.rawValue)\":\($0.value)" }
    try out.json(piece: ",\"verdicts\":{\(verdicts.joined(separator: ","))}}\n")
  }
}
