import ArgumentParser
import NeuronPreferences
import Sites

extension NeuronID: ExpressibleByArgument {
  /// Parses the spelling used on the command line.
  public init?(argument: String) { self.init(argument) }
}

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a neuron prefers, which neurons prefer a token, or the busiest neurons of a stage.",
    usage: "txray show <snapshot> [--neuron <neuron> | --token <token>] [<options>]",
    discussion: """
      Of each token: how often it was counted, the sum of the activations, the largest of them, its share of the \
      neuron's activation mass, its lift (that share over the token's share of the text; of 5 counts at least), \
      and p, the paper's share, that of mean activations.

      --logits opens the model that the snapshot was collected from, if it has a head that predicts tokens, and shows \
      what an activation of 1 adds to their logits right away: the neuron's output weights times the head's. The norms \
      in between are folded in, but for what they divide by, which differs from token to token; so effects compare \
      tokens of one neuron, not neurons.
      """)

  @Argument(help: "A snapshot.", completion: .file()) var snapshot: String
  @Option(help: "A neuron, as lstm.0:60.") var neuron: NeuronID?
  @Option(help: "A token: lists the neurons that prefer it.") var token: String?
  @Option(help: "Rows to show.") var top = 20
  @Flag(help: "With --neuron: also the tokens whose logits its output weights raise and lower.") var logits =
    false
  @OptionGroup var result: FormatOptions

  func validate() throws {
    if logits, neuron == nil { throw ValidationError("--logits belongs to --neuron") }
    if neuron != nil, token != nil { throw ValidationError("give one of --neuron and --token") }
    if top < 0 { throw ValidationError("--top takes a number of at least 0") }
  }

  func run() throws {
    let snapshot = try Snapshot(path: self.snapshot)
    try Output.write { out in
      if let neuron {
        try show(neuron, snapshot, out)
      } else if let token {
        try show(token, snapshot, out)
      } else {
        try showBusiest(snapshot, out)
      }
    }
  }

  // MARK: One neuron

  private struct Feature: Encodable {
    let token: String
    let count: Int
    let sum, max, p, share: Double
    let lift: Double?
  }

  private struct Neuron: Encodable {
    let neuron: String
    let summary: String?
    let count: Int
    let mass: Double
    let tokens: [Feature]
    let pos: [Feature]
    let logits: LogitView?
  }

  private func show(_ id: NeuronID, _ snapshot: Snapshot, _ out: Output) throws {
    guard let row = snapshot.sites.row(of: id) else {
      throw CommandError.unknownNeuron("\(id)", path: self.snapshot, sites: "\(snapshot.sites)")
    }
    let summary = try PreferenceSummary(snapshot, row: row)
    let neuron = Neuron(
      neuron: "\(id)", summary: summary?.text, count: snapshot.tokens.wins[row],
      mass: snapshot.tokens.mass[row], tokens: try features(.token, snapshot, row),
      pos: snapshot.tags == nil ? [] : try features(.tag, snapshot, row),
      logits: logits ? try LogitView(id, snapshot, count: top) : nil)
    if result.format == .json { return try out.json(neuron) }
    if result.format == .table {
      let events = snapshot.policy.kind.events
      try out.line(
        "\(id)  \(snapshot.origin.stage)  \(neuron.count) \(events)  mass \(fixed(neuron.mass, 2))  "
          + "length \(snapshot.tokens.length[row])" + (snapshot.tags == nil ? "  no tags" : ""))
      if let summary { try out.line(summary.text) }
      if let correlation = snapshot.parent?.correlation(ofRow: row) {
        try out.line(
          "does what its parent checkpoint's neuron does on this text: correlation \(fixed(correlation, 3))")
      }
      try out.line()
    }
    for (name, list) in [("token", neuron.tokens), ("pos", neuron.pos)]
    where !list.isEmpty || name == "token" && result.format == .tsv {
      let rows = list.map {
        [
          $0.token, "\($0.count)", fixed($0.sum, 3), fixed($0.max, 3), fixed($0.share, 4),
          $0.lift.map { fixed($0, 2) } ?? "", fixed($0.p, 4),
        ]
      }
      try out.table(
        [name, "count", "sum", "max", "share", "lift", "p"], rows, as: result.format, result.cells)
    }
    try neuron.logits?.write(to: out, result)
  }

  /// The features of the largest share of mass first, with their lift and the paper's share, that of mean activations.
  private func features(_ kind: FeatureKind, _ snapshot: Snapshot, _ row: Int, limit: Int? = nil) throws
    -> [Feature]
  {
    let table = try snapshot.requiredTable(kind)
    func values(_ share: ShareKind) throws -> [Int: Double] {
      let ranked = try snapshot.ranked(kind, ofRow: row, by: share)
      return Dictionary(
        uniqueKeysWithValues: ranked.top.compactMap { entry in
          entry.value.map { (entry.preference.feature, $0) }
        })
    }
    let (paper, lift) = (try values(.paper), try values(.lift))
    let most = limit ?? (result.format == .json ? .max : top)
    return try snapshot.ranked(kind, ofRow: row, by: .mass, limit: most).top.map { entry in
      let preference = entry.preference
      return Feature(
        token: table.name(of: preference.feature), count: preference.count, sum: preference.sum,
        max: preference.maximum, p: paper[preference.feature] ?? 0, share: entry.value ?? 0,
        lift: lift[preference.feature])
    }
  }

  /// The paper's distribution; zeros where no activation is positive.
  private func shares(of preferences: [Preference]) -> [Double] {
    DistanceMetric.paper.shares(of: preferences)?.shares
      ?? [Double](repeating: 0, count: preferences.count)
  }

  // MARK: One token

  private struct Preferring: Encodable {
    let neuron: String
    let count: Int
    let sum, max, p: Double
  }

  private func show(_ token: String, _ snapshot: Snapshot, _ out: Output) throws {
    guard let feature = snapshot.tokens.features(named: token).first else {
      throw CommandError.unknownToken(token, path: self.snapshot)
    }
    var found: [Preferring] = []
    for row in 0..<snapshot.neuronCount {
      let preferences = try snapshot.tokens.preferences(ofRow: row)
      guard let place = preferences.firstIndex(where: { $0.feature == feature }) else { continue }
      let share = shares(of: preferences)[place]
      found.append(
        Preferring(
          neuron: "\(snapshot.sites.neuron(atRow: row))", count: preferences[place].count,
          sum: preferences[place].sum, max: preferences[place].maximum, p: share))
    }
    found.sort { ($0.sum, $1.neuron) > ($1.sum, $0.neuron) }
    if result.format == .json { return try out.json(found) }
    let rows = found.prefix(top).map {
      [$0.neuron, "\($0.count)", fixed($0.sum, 3), fixed($0.max, 3), fixed($0.p, 4)]
    }
    try out.table(["neuron", "count", "sum", "max", "p"], rows, as: result.format, result.cells)
  }

  // MARK: The busiest neurons

  private struct Busy: Encodable {
    let neuron: String
    let count: Int
    let mass: Double
    let length: Int
    let tokens: [String]
  }

  private func showBusiest(_ snapshot: Snapshot, _ out: Output) throws {
    let order = (0..<snapshot.neuronCount).sorted {
      (snapshot.tokens.wins[$0], $1) > (snapshot.tokens.wins[$1], $0)
    }
    let list = try order.prefix(top).map { row in
      Busy(
        neuron: "\(snapshot.sites.neuron(atRow: row))", count: snapshot.tokens.wins[row],
        mass: snapshot.tokens.mass[row], length: snapshot.tokens.length[row],
        tokens: try snapshot.ranked(ofRow: row, by: .mass, limit: 6).top.map {
          snapshot.tokens.name(of: $0.preference.feature)
        })
    }
    if result.format == .json { return try out.json(list) }
    let rows = list.map {
      [
        $0.neuron, "\($0.count)", fixed($0.mass, 2), "\($0.length)",
        $0.tokens.joined(separator: " "),
      ]
    }
    try out.table(["neuron", "wins", "mass", "length", "tokens"], rows, as: result.format, result.cells)
  }
}
