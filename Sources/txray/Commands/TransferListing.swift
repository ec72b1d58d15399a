import Files
import NeuronPreferences
import TensorFiles

/// All neurons of a comparison, written as they come: a million rows are never held as text.
struct TransferListing {
  let transfer: Transfer

  private static let header = [
    "neuron", "state", "hellinger", "length_a", "length_b", "length_union", "count_a", "count_b", "mass_a",
    "mass_b", "correlation", "excess", "p", "q", "evidence",
  ]

  /// Tab-separated values, numbers at full precision; what there is none of is empty.
  func writeTSV() {
    var buffer = OutputBuffer()
    buffer.append(Self.header.joined(separator: "\t") + "\n")
    for row in transfer.neurons {
      buffer.append("\(row.neuron)\t\(row.state.rawValue)\t")
      buffer.append(row.hellinger.map { "\($0)" } ?? "")
      buffer.append("\t\(row.lengthA)\t\(row.lengthB)\t\(row.lengthUnion)\t\(row.countA)\t\(row.countB)")
      buffer.append("\t\(row.massA)\t\(row.massB)")
      for value in [row.correlation, row.excess, row.p, row.q] {
        buffer.append("\t")
        if let value { buffer.append("\(value)") }
      }
      buffer.append("\t\(row.evidence.rawValue)\n")
    }
    buffer.flush()
  }

  /// The documented JSON, on one line, keys sorted.
  func writeJSON() {
    var buffer = OutputBuffer()
    buffer.append("{\"a\":\(transfer.a.jsonLiteral),\"b\":\(transfer.b.jsonLiteral)")
    buffer.append(",\"feature\":\"\(transfer.feature.rawValue)\",\"metric\":\"\(transfer.metric.rawValue)\"")
    buffer.append(",\"neurons\":[")
    for (index, row) in transfer.neurons.enumerated() {
      buffer.append(index == 0 ? "{" : ",{")
      if let correlation = row.correlation { buffer.append("\"correlation\":\(correlation),") }
      buffer.append("\"count_a\":\(row.countA),\"count_b\":\(row.countB)")
      buffer.append(",\"evidence\":\"\(row.evidence.rawValue)\"")
      buffer.append(",\"excess\":\(Self.json(row.excess)),\"hellinger\":\(Self.json(row.hellinger))")
      buffer.append(",\"length_a\":\(row.lengthA),\"length_b\":\(row.lengthB)")
      buffer.append(",\"length_union\":\(row.lengthUnion)")
      buffer.append(",\"mass_a\":\(Self.json(row.massA)),\"mass_b\":\(Self.json(row.massB))")
      buffer.append(",\"neuron\":\("\(row.neuron)".jsonLiteral)")
      buffer.append(
        ",\"p\":\(Self.json(row.p)),\"q\":\(Self.json(row.q)),\"state\":\"\(row.state.rawValue)\"}")
    }
    let states = transfer.states
    buffer.append(
      "],\"neurons_total\":\(transfer.neurons.count),\"states\":{\"forgotten\":\(states.forgotten)")
    buffer.append(
      ",\"gained\":\(states.gained),\"never\":\(states.never),\"shared\":\(states.shared)}}\n")
    buffer.flush()
  }

  /// A number in JSON, which knows neither infinity nor NaN.
  private static func json(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null"
  }
}

/// Text on its way to standard output, a piece at a time.
private struct OutputBuffer {
  private var text = ""

  mutating func append(_ more: String) {
    text += more
    if text.utf8.count >= 1 << 16 { flush() }
  }

  mutating func flush() {
    StandardStream.output.write(text)
    text.removeAll(keepingCapacity: true)
  }
}
