import ArgumentParser
import Kernels
import Measures
import NeuronPreferences
import Runs

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
      Each neuron is held against what it would be if the documents had been dealt to the two stages by \
      chance, at 300 wins of either stage (100 by tags), whatever the text's length: effect is the share of \
      what chance would leave in common that is gone (0 to 1, with a 95% interval), excess the distance above \
      chance, p how often chance does as much, q the share of false discoveries up to there. Raw distances \
      rank neurons by how few wins they have; effects don't. Up to --permutations relabellings are made, fewer \
      of a neuron whose p is clearly large.

      Verdicts: moved (q at most .05, and an effect above .02 where both stages read one text, above .05 between \
      texts), kept (its interval below that), shared (neither can be said); lost wins and won more (5 times as few or as many wins a token, tested in \
      the same way: wins_ratio, wins_p, wins_q), forgotten and gained where none are left or none were there; \
      displaced; insufficient (too few wins); never. Breadth says whether a neuron became more special or \
      more general, by the number of different features among as many wins and their entropy both.

      --statistic either also asks whether wins went to words new to the neuron, and takes what stands out \
      more: p and q then find a shift spread over many words about twice as often; distances and excess stay \
      the same.

      --where lists only the neurons that meet all of some conditions, with blanks between, as & does in the explorer: \
      a number (moved>.1, q<.05, wins1<300, mass>=2, tag-share>.5, tag-moved>.2; stage 1 is A and 2 is B, which is \
      meant where none is named) or words (tag=NN, class=noun, state=moved|kept, token~film|movie, \
      site=blocks.3.*, and mark, note, list=NAME of the run that A lies in). = wants the whole word, ~ a part, * stands for anything, ! turns a condition around, and \
      or between conditions begins another set, all of which may hold instead.

      Evidence is ok, insufficient (too few wins for a word on it) or displaced: the neuron lost most of its \
      wins, or came to them, but on the same text does what its parent checkpoint's did (correlation at least \
      0.9, mean and spread much the same), so others outdid it, or made way. That is known where the later \
      stage was collected beside its parent.
      """)

  @Argument(help: "The earlier stage's snapshot.", completion: .file()) var a: String
  @Argument(help: "The later stage's snapshot.", completion: .file()) var b: String
  @Option(help: "How distances are measured.") var metric: DistanceMetric = .paper
  @Option(help: "Preferences for tokens, or for parts of speech.") var feature: FeatureKind = .token
  @Option(help: "The most relabellings of the document blocks to test against; 0 for no test.")
  var permutations = ChangeCriteria.permutations
  @Option(help: "What p and q are about.") var statistic: TestStatistic = .distance
  @Option(help: "What the relabellings are drawn from.") var seed: UInt64 = 0
  @Flag(help: "Take tokens of one name for the same though different tokenizers made them.")
  var acrossTokenizers = false
  @OptionGroup var threading: ThreadOptions
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("List only neurons that meet these conditions.", valueName: "conditions"))
  var conditions: String?
  @Option(help: "Neurons in the table.") var top = 30
  @OptionGroup var result: FormatOptions

  func validate() throws {
    if !(0...ChangeCriteria.permutationLimit).contains(permutations) {
      throw ValidationError("--permutations takes a number from 0 to \(ChangeCriteria.permutationLimit)")
    }
  }

  func run() throws {
    let (first, second) = (try Snapshot(path: a), try Snapshot(path: b))
    var transfer = try Transfer(
      first, second, metric: metric, feature: feature, acrossTokenizers: acrossTokenizers)
    if permutations > 0 {
      try transfer.test(
        first, second, permutations: permutations, seed: seed, statistic: statistic,
        threads: threading.workers.threads)
    }
    tellDoubts(first, second)
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
    noteBetterPolicy(transfer.policy)
    if let null = transfer.null { warnOfResolution(null) }
    let listing = TransferListing(
      transfer: transfer, neurons: try conditions.map { try meeting($0, transfer, first, second) })
    try Output.write { out in
      switch result.format {
      case .json: try listing.writeJSON(to: out)
      case .tsv: try listing.writeTSV(to: out)
      case .table: try writeTable(listing, to: out)
      }
    }
  }

  /// Says where the run has snapshots of both stages that its report and the explorer judge neurons on instead.
  private func noteBetterPolicy(_ policy: CollectionPolicy) {
    let (folder, names) = (RunFolder(ofSnapshotAt: a), [a, b].map(RunFolder.stageName(ofSnapshotAt:)))
    let files = folder.policyFiles(
      of: names, own: policy.kind.name, kinds: CollectionPolicy.judgingKinds.map(\.name))
    guard folder == RunFolder(ofSnapshotAt: b), let judging = files.first, judging.kind != policy.kind.name
    else { return }
    MessageStream.note(
      "these are judged under \(policy); the report and the explorer judge preferences under \(judging.kind): "
        + "txray compare \(judging.paths[0]) \(judging.paths[1])")
  }

  /// Says where more relabellings, or more text, could tell more.
  private func warnOfResolution(_ null: NullSummary) {
    if null.limited > 0 {
      let neurons = null.limited == 1 ? "1 neuron stands" : "\(null.limited) neurons stand"
      MessageStream.warn(
        "\(neurons) out as far as \(null.permutations) relabellings can tell, and q is above .05 still: "
          + "--permutations \(null.permutations * 10 + 9) may find more")
    }
    if min(null.unitsA, null.unitsB) < 4 {
      MessageStream.warn(
        "one stage has so little text that \(min(null.unitsA, null.unitsB)) of \(null.unitsA + null.unitsB) "
          + "parts of it are exchanged: no p can be small")
    }
  }

  /// Says what the snapshots record that puts comparing them in doubt.
  private func tellDoubts(_ first: Snapshot, _ second: Snapshot) {
    let (before, after) = (first.origin, second.origin)
    if first.tokenizerRelation(to: second) == .different {
      MessageStream.warn(
        "different tokenizers cut the texts of \(a) and \(b): tokens of one name need not be the same")
    }
    if !before.checkpointHash.isEmpty, before.checkpointHash == after.checkpointHash,
      !before.corpusHash.isEmpty,
      before.corpusHash == after.corpusHash
    {
      MessageStream.warn("\(a) and \(b) were taken from the same weights over the same text")
    }
  }

  /// The neurons that meet conditions, in the order of the comparison.
  private func meeting(
    _ conditions: String, _ transfer: Transfer, _ first: Snapshot, _ second: Snapshot
  ) throws -> [NeuronTransfer] {
    let stages = [Stage(label: a, snapshot: first), Stage(label: b, snapshot: second)]
    let pair = StagePair(from: 0, to: 1)
    let log = try MarkLog(path: RunFolder(ofSnapshotAt: a).marks)
    let context = FilterContext(stages, shown: 1, pair: pair, lists: log.lists.keys.sorted())
    guard let filter = try Filter(conditions, in: context) else { return transfer.neurons }
    guard first.sites == second.sites else {
      throw CommandError.otherNeurons(first.path, sites: first.sites.description, second.path)
    }
    if filter.needsTest, permutations == 0 { throw CommandError.untested(conditions: filter.text) }
    var comparisons: [ComparedPair: Comparison] = [:]
    for compared in Filter.Basis.allCases.reduce(
      into: Set(), { $0.formUnion(filter.comparedOrJudged(by: $1)) })
    {
      // What is printed is what is asked.
      let isPrinted = compared.pair == pair && compared.feature == feature && metric == .paper
      comparisons[compared] =
        isPrinted
        ? Comparison(pair, transfer, sites: first.sites)
        : try Comparison(
          compared, stages: stages, acrossTokenizers: acrossTokenizers, permutations: permutations,
          seed: seed, threads: threading.workers.threads
        )
    }
    let passes = filter.predicate(
      FilterSources(
        MeasureSource(
          stages: stages, comparisons: comparisons, marks: MarkedNeurons(log, sites: first.sites))))
    return transfer.neurons.filter { first.sites.row(of: $0.neuron).map(passes) ?? false }
  }

  private func writeTable(_ listing: TransferListing, to out: Output) throws {
    let transfer = listing.transfer
    let states = transfer.states
    let verdicts = transfer.verdicts
    let found = Verdict.allCases.filter { $0 != .never && (verdicts[$0] ?? 0) > 0 }
      .map { "\(verdicts[$0] ?? 0) \($0.rawValue)" }
    let neurons = listing.neurons
    let order = neurons.indices.sorted { left, right in
      let (l, r) = (neurons[left], neurons[right])
      let (lOK, rOK) = (l.evidence == .ok, r.evidence == .ok)
      if lOK != rOK { return lOK }
      let isTested = transfer.null != nil
      let (lMoved, rMoved) = (
        isTested ? l.effect?.value ?? -1 : l.hellinger ?? -1,
        isTested ? r.effect?.value ?? -1 : r.hellinger ?? -1
      )
      return lMoved != rMoved ? lMoved > rMoved : left < right
    }
    try out.line(
      """
      \(transfer.a) -> \(transfer.b), under \(transfer.policy), \(metric.rawValue), by \(feature.rawValue): \
      \(states.shared) shared, \(states.forgotten) forgotten, \(states.gained) gained, \
      \(states.never) never; \(states.total) neurons
      """)
    if transfer.null != nil { try out.line("verdicts: \(found.joined(separator: ", "))") }
    if let conditions { try out.line("where \(conditions): \(neurons.count) neurons") }
    try out.line()
    let columns = columns(transfer)
    let rows = order.prefix(max(0, top)).map { index in columns.map { $0.cell(neurons[index]) } }
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
      ("effect", { number($0.effect?.value, 4) }), ("low", { number($0.effect?.low, 4) }),
      ("high", { number($0.effect?.high, 4) }), ("p", { number($0.p, 4) }), ("q", { number($0.q, 4) }),
      ("wins_ratio", { number($0.wins?.finiteRatio, 2) }), ("wins_q", { number($0.wins?.q, 4) }),
      ("verdict", { $0.verdict.rawValue }),
    ]
  }

  /// A number for people; a dash where there is none.
  private func number(_ value: Double?, _ digits: Int) -> String { value.map { fixed($0, digits) } ?? "–" }
}
