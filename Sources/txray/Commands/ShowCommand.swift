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
    usage: "txray show <snapshot> [--neuron <neuron> | --token <token>] [<options>]")

  @Argument(help: "A snapshot.", completion: .file()) var snapshot: String
  @Option(help: "A neuron, as lstm.0:60.") var neuron: NeuronID?
  @Option(help: "A token: lists the neurons that prefer it.") var token: String?
  @Option(help: "Rows to show.") var top = 20
  @OptionGroup var result: FormatOptions

  func validate() throws {
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
    let sum, max, p: Double
  }

  private struct Neuron: Encodable {
    let neuron: String
    let count: Int
    let mass: Double
    let tokens: [Feature]
    let pos: [Feature]
  }

  private func show(_ id: NeuronID, _ snapshot: Snapshot, _ out: Output) throws {
    guard let row = snapshot.sites.row(of: id) else {
      throw CommandError.unknownNeuron("\(id)", path: self.snapshot, sites: "\(snapshot.sites)")
    }
    let neuron = Neuron(
      neuron: "\(id)", count: snapshot.tokens.wins[row], mass: snapshot.tokens.mass[row],
      tokens: try features(snapshot.tokens, row), pos: try snapshot.tags.map { try features($0, row) } ?? [])
    if result.format == .json { return try out.json(neuron) }
    if result.format == .table {
      try out.line(
        "\(id)  \(snapshot.origin.stage)  \(neuron.count) wins  mass \(fixed(neuron.mass, 2))  "
          + "length \(snapshot.tokens.length[row])" + (snapshot.tags == nil ? "  no tags" : ""))
      if let correlation = snapshot.parent?.correlation(ofRow: row) {
        try out.line(
          "does what its parent checkpoint's neuron does on this text: correlation \(fixed(correlation, 3))")
      }
      try out.line()
    }
    for (name, list) in [("token", neuron.tokens), ("pos", neuron.pos)]
    where !list.isEmpty || name == "token" && result.format == .tsv {
      let rows = list.map {
        [$0.token, "\($0.count)", fixed($0.sum, 3), fixed($0.max, 3), fixed($0.p, 4)]
      }
      try out.table([name, "count", "sum", "max", "p"], rows, as: result.format, result.cells)
    }
  }

  /// The features of highest share first; the share is the paper's: of mean activations.
  private func features(_ table: FeatureTable, _ row: Int) throws -> [Feature] {
    let preferences = try table.preferences(ofRow: row)
    let shares = shares(of: preferences)
    return zip(preferences, shares)
      .sorted { ($0.1, $1.0.feature) > ($1.1, $0.0.feature) }.prefix(result.format == .json ? .max : top)
      .map { preference, share in
        Feature(
          token: table.name(of: preference.feature), count: preference.count, sum: preference.sum,
          max: preference.maximum, p: share)
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
        tokens: try features(snapshot.tokens, row).prefix(6).map(\.token))
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
