import ArgumentParser
import Kernels
import NeuronPreferences

extension DistanceMetric: ExpressibleByArgument {}
extension FeatureKind: ExpressibleByArgument {}
extension TestStatistic: ExpressibleByArgument {}

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare every neuron between two stages: what was kept, forgotten and gained.",
    usage: "txray compare <a> <b> [<options>]",
    discussion: """
      The table lists the neurons that moved most, those with enough evidence first; JSON and TSV list all, \
      by number. Distances are Hellinger's, from 0 (same preferences) to 1 (nothing in common):
        paper        each token's mean activation, normalised (TX-Ray, section 2.2)
        mass         each token's sum of activations, normalised
        repo-compat  as the published code: not normalised, over the union length
      With --permutations, each distance is held against what it would be if the documents had been dealt to \
      the two stages by chance: excess is the distance above that, p how often chance does as much, q the \
      share of false discoveries up to there. Raw distances rank neurons by how few wins they have; excess \
      doesn't. For excess, p and q the stage with more wins of a neuron is thinned to as many as the other \
      has.

      --statistic either also asks whether wins went to words new to the neuron, and takes what stands out \
      more: p and q then find a shift spread over many words about twice as often; distances and excess stay \
      the same.

      Evidence is ok, insufficient (too few wins for a word on it) or displaced: the neuron has too few wins \
      at one stage only, but on the same text does what its parent checkpoint's did (correlation at least \
      0.9), so others outdid it, or made way. That is known where the later stage was collected beside its \
      parent.
      """)

  @Argument(help: "The earlier stage's snapshot.", completion: .file()) var a: String
  @Argument(help: "The later stage's snapshot.", completion: .file()) var b: String
  @Option(help: "How distances are measured.") var metric: DistanceMetric = .paper
  @Option(help: "Preferences for tokens, or for parts of speech.") var feature: FeatureKind = .token
  @Option(help: "Relabellings of the document blocks to test against, say 199; 0 for none.")
  var permutations = 0
  @Option(help: "What p and q are about.") var statistic: TestStatistic = .distance
  @Option(help: "What the relabellings are drawn from.") var seed: UInt64 = 0
  @OptionGroup var threading: ThreadOptions
  @Option(help: "Neurons in the table.") var top = 30
  @OptionGroup var result: FormatOptions

  func validate() throws {
    if permutations < 0 { throw ValidationError("--permutations takes a number of at least 0") }
  }

  func run() throws {
    let (first, second) = (try Snapshot(path: a), try Snapshot(path: b))
    var transfer = try Transfer(first, second, metric: metric, feature: feature)
    if permutations > 0 {
      try transfer.test(
        first, second, permutations: permutations, seed: seed, statistic: statistic,
        threads: threading.workers.threads)
    }
    if transfer.relation == .unrelated {
      MessageStream.warn(
        "\(a) and \(b) come from unrelated trainings: neuron numbers don't mean the same")
    } else if transfer.relation == .unknown,
      ![first, second].contains(where: { $0.origin.checkpointHash.isEmpty })
    {
      MessageStream.note(
        "nothing says that the model of \(b) was trained from that of \(a); if it was, collect it with --parent"
      )
    }
    let listing = TransferListing(transfer: transfer)
    try Output.write { out in
      switch result.format {
      case .json: try listing.writeJSON(to: out)
      case .tsv: try listing.writeTSV(to: out)
      case .table: try writeTable(transfer, to: out)
      }
    }
  }

  private func writeTable(_ transfer: Transfer, to out: Output) throws {
    let states = transfer.states
    let displaced = transfer.neurons.count { $0.verdict == .displaced }
    let remark = displaced > 0 ? "; \(displaced) displaced, not changed" : ""
    let order = transfer.neurons.indices.sorted { left, right in
      let (l, r) = (transfer.neurons[left], transfer.neurons[right])
      let (lOK, rOK) = (l.evidence == .ok, r.evidence == .ok)
      if lOK != rOK { return lOK }
      let (lMoved, rMoved) = (l.excess ?? l.hellinger ?? -1, r.excess ?? r.hellinger ?? -1)
      return lMoved != rMoved ? lMoved > rMoved : left < right
    }
    try out.line(
      """
      \(transfer.a) -> \(transfer.b), \(metric.rawValue), by \(feature.rawValue): \
      \(states.shared) shared, \(states.forgotten) forgotten, \(states.gained) gained, \
      \(states.never) never; \(states.total) neurons\(remark)
      """)
    try out.line()
    let columns = columns(transfer)
    let rows = order.prefix(max(0, top)).map { index in columns.map { $0.cell(transfer.neurons[index]) } }
    try out.table(columns.map(\.name), rows, as: .table, result.cells)
  }

  /// The table's columns; the correlation with the parent stands there only where it was measured.
  private func columns(_ transfer: Transfer) -> [(name: String, cell: (NeuronTransfer) -> String)] {
    let hasParent = transfer.neurons.contains { $0.correlation != nil }
    return [
      ("neuron", { "\($0.neuron)" }), ("state", { $0.state.rawValue }),
      ("hellinger", { number($0.hellinger, 4) }),
      ("length_a", { "\($0.lengthA)" }), ("length_b", { "\($0.lengthB)" }),
      ("length_union", { "\($0.lengthUnion)" }),
      ("count_a", { "\($0.countA)" }), ("count_b", { "\($0.countB)" }),
      ("mass_a", { fixed($0.massA, 2) }), ("mass_b", { fixed($0.massB, 2) }),
    ] + (hasParent ? [("correlation", { number($0.correlation, 3) })] : []) + [
      ("excess", { number($0.excess, 4) }), ("p", { number($0.p, 3) }), ("q", { number($0.q, 3) }),
      ("evidence", { $0.evidence.rawValue }),
    ]
  }

  /// A number for people; a dash where there is none.
  private func number(_ value: Double?, _ digits: Int) -> String { value.map { fixed($0, digits) } ?? "–" }
}
