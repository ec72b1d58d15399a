import Corpora
import Experiments
import Files
import Foundation
import NeuronPreferences
import Testing

/// Tables of the published code, against what that code computed from them.
@Suite struct WinnerTableTests {
  let folder = NSTemporaryDirectory() + "txray-tables-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  static func reference(_ name: String) -> String { Bundle.module.resourcePath! + "/Reference/" + name }

  /// A reference table as a snapshot.
  func snapshot(_ name: String, neurons: Int? = nil) throws -> Snapshot {
    let table = WinnerTable(path: Self.reference(name), neurons: neurons)
    let path = folder + "/" + UUID().uuidString
    try table.read(stage: name, program: "test").draft.write(to: path)
    return try Snapshot(path: path)
  }

  /// A table written down here, as a snapshot with what was noticed.
  func read(_ text: String, neurons: Int? = nil) throws -> (snapshot: Snapshot, notes: WinnerTableNotes) {
    let path = folder + "/" + UUID().uuidString
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let (draft, notes) = try WinnerTable(path: path, neurons: neurons).read(stage: "s", program: "test")
    try draft.write(to: path)
    return (try Snapshot(path: path), notes)
  }

  // MARK: Numbers

  struct Expected: Decodable {
    struct Comparison: Decodable {
      let a, b: String
      let hellinger: [String: [Double]]
      let distributions: [String: [String: [String: Double]]]?
      let lengths, tagLengths: [String: [Length]]?
      let top10, least10: [Int]
      let tagShares: [String: [String: [String: Double]]]
    }
    /// Two lengths and a word.
    enum Length: Decodable {
      case count(Int)
      case word(String)
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = try (try? value.decode(Int.self)).map { .count($0) } ?? .word(value.decode(String.self))
      }
    }
    struct Neuron: Decodable {
      let rows: Int
      let mass: Double
      let tokens: Int
      let pos: Int?
    }
    struct Tag: Decodable {
      let count: Int
      let mass: Double
    }
    let comparisons: [Comparison]
    let neurons: [String: [String: Neuron]]
    let tags: [String: [String: Tag]]
  }

  static func expected() throws -> Expected {
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(fileURLWithPath: reference("expected.json"))))
  }

  @Test(arguments: 0..<7) func comparisons(index: Int) throws {
    let expected = try Self.expected().comparisons[index]
    let (a, b) = (try snapshot("\(expected.a).tsv.gz"), try snapshot("\(expected.b).tsv.gz"))
    let transfer = try Transfer(a, b, metric: .repoCompat)
    let shared = transfer.neurons.filter { $0.state == .shared }
    #expect(Set(shared.map { "\($0.neuron.index)" }) == Set(expected.hellinger.keys))
    for neuron in shared {
      let key = "\(neuron.neuron.index)"
      let wanted = try #require(expected.hellinger[key])
      #expect(abs(try #require(neuron.hellinger) - wanted[0]) < 1e-9)
      #expect(Double(neuron.lengthUnion) == wanted[1])
    }
    // The order in which the published figures show them, where distances differ.
    let order = shared.sorted { $0.hellinger! > $1.hellinger! }.map(\.neuron.index)
    let distance = Dictionary(uniqueKeysWithValues: shared.map { ($0.neuron.index, $0.hellinger!) })
    for (ours, theirs) in zip(order, expected.top10) {
      #expect(abs(distance[ours]! - distance[theirs]!) < 1e-12)
    }
    for (ours, theirs) in zip(order.reversed(), expected.least10) {
      #expect(abs(distance[ours]! - distance[theirs]!) < 1e-12)
    }
    try lengths(expected.lengths, transfer)
    if let tagLengths = expected.tagLengths {
      try lengths(tagLengths, try Transfer(a, b, metric: .repoCompat, feature: .tag))
    }
    for (neuron, sides) in expected.distributions ?? [:] {
      try distribution(try #require(sides["p"]), a, try #require(Int(neuron)))
      try distribution(try #require(sides["q"]), b, try #require(Int(neuron)))
    }
    for (neuron, stages) in expected.tagShares {
      try tagShares(stages[expected.a]!, a, try #require(Int(neuron)))
      try tagShares(stages[expected.b]!, b, try #require(Int(neuron)))
    }
  }

  private func lengths(_ expected: [String: [Expected.Length]]?, _ transfer: Transfer) throws {
    for (key, wanted) in expected ?? [:] {
      let neuron = try #require(transfer.neurons.first { "\($0.neuron.index)" == key })
      guard case .count(let before) = wanted[0], case .count(let after) = wanted[1] else {
        Issue.record("two lengths")
        continue
      }
      #expect(neuron.lengthA == before)
      #expect(neuron.lengthB == after)
    }
  }

  private func distribution(_ expected: [String: Double], _ snapshot: Snapshot, _ row: Int) throws {
    let preferences = try snapshot.tokens.preferences(ofRow: row)
    let shares = try #require(DistanceMetric.repoCompat.shares(of: preferences)).shares
    #expect(preferences.count == expected.count)
    for (preference, share) in zip(preferences, shares) {
      let wanted = try #require(expected[snapshot.tokens.name(of: preference.feature)])
      #expect(abs(share - wanted) < 1e-12)
    }
  }

  private func tagShares(_ expected: [String: Double], _ snapshot: Snapshot, _ row: Int) throws {
    let tags = try #require(snapshot.tags)
    for preference in try tags.preferences(ofRow: row) {
      let wanted = try #require(expected[tags.name(of: preference.feature)])
      #expect(abs(Double(preference.count) / Double(tags.wins[row]) - wanted) < 1e-12)
    }
  }

  @Test func neuronsAndTags() throws {
    let expected = try Self.expected()
    for (stage, neurons) in expected.neurons where stage != "sup_pooled" {
      let snapshot = try snapshot("\(stage).tsv.gz")
      #expect(neurons.count == (0..<snapshot.neuronCount).filter { snapshot.tokens.wins[$0] > 0 }.count)
      for (key, neuron) in neurons {
        let row = try #require(Int(key))
        #expect(snapshot.tokens.wins[row] == neuron.rows)
        #expect(abs(snapshot.tokens.mass[row] - neuron.mass) < 1e-9)
        #expect(try snapshot.tokens.preferences(ofRow: row).count == neuron.tokens)
        if let pos = neuron.pos { #expect(try snapshot.tags?.preferences(ofRow: row).count == pos) }
      }
    }
    for (stage, tags) in expected.tags {
      let table = try #require(try snapshot("\(stage).tsv.gz").tags)
      var sums: [String: (count: Int, mass: Double)] = [:]
      for row in 0..<table.neuronCount {
        for preference in try table.preferences(ofRow: row) {
          let name = table.name(of: preference.feature)
          sums[name, default: (0, 0)].count += preference.count
          sums[name, default: (0, 0)].mass += preference.sum
        }
      }
      #expect(sums.count == tags.count)
      for (name, tag) in tags {
        let sum = try #require(sums[name.trimmingCharacters(in: .whitespaces)])
        #expect(sum.count == tag.count && abs(sum.mass - tag.mass) < 1e-9)
      }
    }
  }

  /// The mean activation of a token under one tag at one neuron, as plotted: the rows of each tag, imported by
  /// themselves. Which tokens are plotted is the published code's choice.
  @Test func plottedTokens() throws {
    struct Plotted: Decodable {
      let stage: String
      let neuron: Int
      let tags: [String: [String: Double]]
    }
    struct Place: Hashable {
      let neuron: Int
      let token: String
    }
    let plotted = try JSONDecoder().decode(
      [Plotted].self, from: Data(contentsOf: URL(fileURLWithPath: Self.reference("plotted-tokens.json"))))
    var (plain, merged) = (0, 0)
    for (stage, neurons) in Dictionary(grouping: plotted, by: \.stage) {
      var groups: [Place: [String: Preference]] = [:]
      for (tag, tokens) in try tables(byTagOf: stage) {
        for neuron in 0..<tokens.neuronCount {
          for preference in try tokens.preferences(ofRow: neuron) {
            let place = Place(neuron: neuron, token: tokens.name(of: preference.feature))
            groups[place, default: [:]][tag] = preference
          }
        }
      }
      for plot in neurons {
        for (tag, means) in plot.tags {
          for (token, mean) in means {
            let tags = try #require(groups[Place(neuron: plot.neuron, token: token)])
            let own = try #require(tags[tag])
            if abs(own.mean - mean) < 1e-9 {
              plain += 1
            } else {
              // The published code keeps three tags of a word and counts the rows of the others under one.
              merged += 1
              let others = tags.filter { $0.key != tag }.map(\.value)
              #expect(
                Self.subsets(of: others, size: tags.count - 3).contains { added in
                  let sum = added.reduce(own.sum) { $0 + $1.sum }
                  return abs(sum / Double(added.reduce(own.count) { $0 + $1.count }) - mean) < 1e-9
                }, "\(stage) \(plot.neuron) \(tag) \(token)")
            }
          }
        }
      }
    }
    #expect(plain == 1632 && merged == 15)
  }

  /// The rows of each tag of a reference table as a snapshot's tokens.
  private func tables(byTagOf stage: String) throws -> [String: FeatureTable] {
    let lines = try LineReader(path: Self.reference("\(stage).tsv.gz"))
    var head = ""
    var rows: [String: String] = [:]
    while try lines.next() {
      let line = String(decoding: lines.line, as: UTF8.self) + "\n"
      if head.isEmpty {
        head = line
      } else {
        rows[line.components(separatedBy: "\t")[1].trimmingCharacters(in: .whitespaces), default: ""] += line
      }
    }
    return try rows.mapValues { try read(head + $0).snapshot.tokens }
  }

  private static func subsets<Element>(of all: [Element], size: Int) -> [[Element]] {
    guard size > 0, let first = all.first else { return size == 0 ? [[]] : [] }
    let rest = Array(all.dropFirst())
    return subsets(of: rest, size: size - 1).map { [first] + $0 } + subsets(of: rest, size: size)
  }

  // MARK: Peculiarities

  struct Quirk: Decodable {
    let note: String
    let error: String?
    let hellinger: [String: [Double?]]?
  }

  static let quirks: [String: Quirk] = {
    let data = try? Data(contentsOf: URL(fileURLWithPath: reference("quirks/expected.json")))
    return (data.flatMap { try? JSONDecoder().decode([String: Quirk].self, from: $0) }) ?? [:]
  }()

  /// What the published code loses, trips over or merges; ours is checked below.
  static let ours = ["na_tokens", "na_tokens_only_p", "numeric_both", "numeric_tokens", "spaces"]

  @Test(arguments: quirks.keys.sorted().filter { !ours.contains($0) }) func sameAsPublished(name: String)
    throws
  {
    let quirk = try #require(Self.quirks[name])
    let (a, b) = (try snapshot("quirks/\(name).1.tsv"), try snapshot("quirks/\(name).2.tsv"))
    let shared = try Transfer(a, b, metric: .repoCompat).neurons.filter { $0.state == .shared }
    #expect(shared.count == quirk.hellinger?.count ?? 0, "\(quirk.note)")
    for neuron in shared {
      let wanted = try #require(quirk.hellinger?["\(neuron.neuron.index)"])
      #expect(wanted[1] == Double(neuron.lengthUnion), "\(quirk.note)")
      // Where the published code gets "not a number", there is no distance.
      #expect((wanted[0] == nil) == (neuron.hellinger == nil), "\(quirk.note)")
      if let distance = wanted[0] { #expect(abs(try #require(neuron.hellinger) - distance) < 1e-9) }
    }
  }

  @Test func everyPeculiarityIsThere() { #expect(Self.quirks.count == 19) }

  @Test func wordsThatLookMissingAreWords() throws {
    let table = WinnerTable(path: Self.reference("quirks/na_tokens.1.tsv"))
    let (draft, notes) = try table.read(stage: "s", program: "test")
    #expect(draft.tokens.names == ["null", "b", "nan"])
    #expect(notes.wordsReadAsMissing == 2 && notes.imported == 3 && notes.skipped.isEmpty)
    let (a, b) = (
      try snapshot("quirks/na_tokens_only_p.1.tsv"), try snapshot("quirks/na_tokens_only_p.2.tsv")
    )
    #expect(try Transfer(a, b, metric: .repoCompat).neurons[0].hellinger == 0)
  }

  @Test func numbersStayText() throws {
    let table = WinnerTable(path: Self.reference("quirks/numeric_both.1.tsv"))
    let (draft, notes) = try table.read(stage: "s", program: "test")
    #expect(draft.tokens.names == ["1999", "007", "7"])
    #expect(notes.allTokensAreNumbers)
    #expect(
      try !WinnerTable(path: Self.reference("quirks/plain.1.tsv")).read(stage: "s", program: "t").notes
        .allTokensAreNumbers)
    // 1999 and 7 among three, against 1999 and 7.0: shares .5 .25 .25 and .5 .5, halved by nothing shared but 1999.
    let (a, b) = (try snapshot("quirks/numeric_both.1.tsv"), try snapshot("quirks/numeric_both.2.tsv"))
    let neuron = try Transfer(a, b, metric: .repoCompat).neurons[0]
    #expect(neuron.lengthUnion == 4)
    let distance = (0.25 + 0.25 + 0.5).squareRoot() / 2.0.squareRoot() / 4
    #expect(abs(try #require(neuron.hellinger) - distance) < 1e-12)
  }

  @Test func blanksAroundWordsStay() throws {
    let table = WinnerTable(path: Self.reference("quirks/spaces.1.tsv"))
    let (draft, notes) = try table.read(stage: "s", program: "test")
    #expect(draft.tokens.names == [" a", "a ", "a"])
    let skipped = try #require(notes.skipped[.noToken])
    #expect(skipped.count == 1)
    #expect(skipped.firstLine == 5)
    #expect(notes.rows == 4 && notes.imported == 3)
  }

  @Test func numbersAsNumPy2PrintsThem() throws {
    let table = WinnerTable(path: Self.reference("quirks/numpy2_repr.tsv"))
    let (draft, notes) = try table.read(stage: "s", program: "test")
    #expect(notes.imported == notes.rows && notes.imported > 0)
    #expect(notes.neurons == 16)
    #expect(draft.sites.neuronCount == 16)
    let wrapped = "inputs\tmax_activations\tmax_activation_index\na\tnp.float32(0.5)\tnp.int64(3)\n"
    let (snapshot, _) = try read(wrapped)
    #expect(snapshot.neuronCount == 4 && snapshot.tokens.wins[3] == 1 && snapshot.tokens.mass[3] == 0.5)
  }

  @Test func flawedRowsAreCounted() throws {
    let head = "inputs\tmax_activations\tmax_activation_index\tPOS\n"
    let (snapshot, notes) = try read(
      head + "a\t0.5\t1\tNN \nb\tnan\t1\tNN\nc\tinf\t1\tNN\nd\t0.5\t1.5\tNN\ne\t0.5\t\tNN\nf\t0.5\t-1\tNN\n"
        + "g\t0.5\nh\t0.5\t1\tNN\tx\n\t0.5\t1\tNN\ni\t-0.25\t0.0\t\n")
    #expect(notes.rows == 10 && notes.imported == 2 && notes.neurons == 2)
    let counts = WinnerTableNotes.Flaw.allCases.map { notes.skipped[$0]?.count ?? 0 }
    #expect(counts == [1, 1, 1, 2, 3])
    #expect(notes.skipped[.noNeuron]?.firstLine == 5)
    #expect(notes.negativeActivations == 1)
    #expect(snapshot.counts.skipped["neuron is no number"] == 3)
    #expect(snapshot.counts.untaggedTokens == 1)
    #expect(snapshot.tags?.name(of: 0) == "NN")
  }

  @Test func badTables() throws {
    #expect(throws: CorpusError.self) { try read("inputs\tmax_activations\na\t0.5\n") }
    #expect(throws: CorpusError.self) { try read("") }
    #expect(throws: CorpusError.self) {
      try read("inputs\tmax_activations\tmax_activation_index\n\"a\t0.5\t0\n")
    }
    let head = "inputs\tmax_activations\tmax_activation_index\n"
    #expect(throws: WinnerTableError.self) { try read(head) }
    #expect(throws: WinnerTableError.self) { try read(head + "a\t0.5\t99999999999999999999\n") }
    #expect(throws: WinnerTableError.self) { try read(head + "a\t0.5\t4\n", neurons: 4) }
    #expect(throws: WinnerTableError.unfitSite("a b")) {
      try WinnerTable(path: "/dev/null", site: "a b").read(stage: "s", program: "t")
    }
  }

  /// Stages whose tables show another number of neurons are of one model all the same, unless told otherwise.
  @Test func tablesDontKnowHowManyNeuronsThereAre() throws {
    let head = "inputs\tmax_activations\tmax_activation_index\n"
    let (a, b) = (try read(head + "a\t0.5\t1\n").snapshot, try read(head + "a\t0.5\t4\n").snapshot)
    let states = try Transfer(a, b).states
    let counts: [Int] = [states.shared, states.forgotten, states.gained, states.never]
    #expect(counts == [0, 1, 1, 3])
    let fixed = try read(head + "a\t0.5\t1\n", neurons: 2).snapshot
    #expect(throws: SnapshotError.self) { try Transfer(fixed, b) }
    #expect(try Transfer(try read(head + "a\t0.5\t4\n", neurons: 8).snapshot, a).neurons.count == 8)
  }
}
