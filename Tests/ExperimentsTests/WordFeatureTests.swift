import Experiments
import Foundation
import Kernels
import NeuronPreferences
import Testing

/// Whole words as what is counted of a transformer's text.
@Suite struct WordFeatureTests {
  private let text = "the plots are dull and thefilm is great . great plots are thefilm and dull the film ."

  /// A run whose tokenizer cuts some words in several pieces, with a stage of pieces and one of words.
  private func prepared(_ model: String, _ more: String = "") throws -> TinyRun {
    let run = try ElsewhereRun.prepared(
      """
      [corpora.one]
      path = "corpora/one.txt"
      documents = "line"
      [models.tiny]
      path = "\(ElsewhereRun.reference("TransformersTests/Reference/\(model)"))"
      tokenizer = "elsewhere/parts"
      \(ElsewhereRun.stage("pieces", "tiny", "corpus = \"one\"\n\(more)"))
      \(ElsewhereRun.stage("words", "tiny", "corpus = \"one\"\nfeature = \"word\"\n\(more)"))
      """)
    try FileManager.default.createDirectory(
      atPath: run.folder.resolve("elsewhere/parts"), withIntermediateDirectories: true)
    let pieces = ["the", "film", "is", "are", "great", "dull", "and", ".", "plot", "##s", "##film"]
    try run.write(
      "elsewhere/parts/vocab.txt",
      (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + pieces).joined(separator: "\n"))
    try run.write("corpora/one.txt", text + "\n" + "film plots .\n")
    try run.run()
    return run
  }

  /// What the words' neurons should have won, from every piece's activations as own text shows them.
  private func expected(_ run: TinyRun, strongest: Bool) throws -> [String: Double] {
    let snapshot = try Snapshot(path: run.folder.snapshot("pieces"))
    let models = StageModels(run.folder, workers: Workers(threads: 1))
    var sums: [String: Double] = [:]
    for line in [text, "film plots ."] {
      let read = try models.read(line, as: snapshot, label: "pieces")
      let neurons = snapshot.sites.neuronCount
      var words: [(name: String, values: [Float])] = []
      for (token, piece) in read.tokens.enumerated() {
        let values = Array(read.values[token * neurons..<(token + 1) * neurons])
        guard piece.hasPrefix("##"), let last = words.popLast() else {
          words.append((piece, values))
          continue
        }
        words.append(
          (last.name + piece.dropFirst(2), strongest ? zip(last.values, values).map { max($0, $1) } : values))
      }
      for (name, values) in words {
        for site in snapshot.sites.sites {
          let own = values[site.rows]
          guard let most = own.max(), let place = own.firstIndex(of: most) else { continue }
          sums["\(site.name):\(place - site.firstRow) \(name)", default: 0] += Double(most)
        }
      }
    }
    return sums
  }

  private func collected(_ snapshot: Snapshot) throws -> [String: Double] {
    var sums: [String: Double] = [:]
    for row in 0..<snapshot.neuronCount {
      for preference in try snapshot.tokens.preferences(ofRow: row) {
        sums["\(snapshot.sites.neuron(atRow: row)) \(snapshot.tokens.name(of: preference.feature))"] =
          preference.sum
      }
    }
    return sums
  }

  @Test(arguments: [("gpt2", false, ""), ("bert", true, ""), ("gpt2", false, "window = 4\noverlap = 0\n")])
  func aWordIsCountedOnce(model: String, strongest: Bool, more: String) throws {
    let run = try prepared(model, more)
    defer { run.remove() }
    let snapshot = try Snapshot(path: run.folder.snapshot("words"))
    #expect(try collected(snapshot) == expected(run, strongest: strongest))
    let names = (0..<snapshot.tokens.featureCount).map { snapshot.tokens.name(of: $0) }
    #expect(names == [".", "and", "are", "dull", "film", "great", "is", "plots", "the", "thefilm"])
    #expect(names.indices.map { snapshot.tokens.frequency[$0] } == [3, 2, 2, 2, 2, 2, 1, 3, 2, 2])
    #expect(snapshot.origin.wordPooling == (strongest ? "strongest piece" : "last piece"))
    #expect(snapshot.counts.tokensScanned == 21)
  }

  @Test func wordsAreNeverComparedWithPieces() throws {
    let run = try prepared("gpt2")
    defer { run.remove() }
    let (pieces, words) = (
      try Snapshot(path: run.folder.snapshot("pieces")), try Snapshot(path: run.folder.snapshot("words"))
    )
    for acrossTokenizers in [false, true] {
      #expect(throws: SnapshotError.differentFeatures(a: nil, b: "last piece")) {
        try Transfer(pieces, words, acrossTokenizers: acrossTokenizers)
      }
    }
    #expect(try Transfer(words, words).neurons.allSatisfy { $0.hellinger == nil || $0.hellinger == 0 })
    // Own text of such a stage is read by pieces.
    let read = try StageModels(run.folder, workers: Workers(threads: 1)).read(
      "the plots", as: words, label: "words")
    #expect(read.tokens == ["the", "plot", "##s"] && read.unit == .piece)
  }

  /// Firings, thresholds and all, with the parent beside, to the same bits on any number of threads and from shards.
  @Test func theBitsDependOnTheTextAlone() throws {
    let run = try prepared("bert", "policy = [\"max1\", \"quantile:0.75\"]\nparent = \"tiny\"\n")
    defer { run.remove() }
    let first = try run.data("snapshots/words.safetensors")
    let second = try run.data("snapshots/quantile/words.safetensors")
    for name in ["words.safetensors", "quantile/words.safetensors"] {
      try FileManager.default.removeItem(atPath: run.folder.resolve("snapshots/\(name)"))
    }
    try run.run(threads: 3)
    #expect(try run.data("snapshots/words.safetensors") == first)
    #expect(try run.data("snapshots/quantile/words.safetensors") == second)
    let snapshot = try Snapshot(path: run.folder.snapshot("words"))
    let parent = try #require(snapshot.parent)
    let likeness = (0..<snapshot.neuronCount).compactMap { parent.correlation(ofRow: $0) }
    #expect(!likeness.isEmpty && likeness.allSatisfy { abs($0 - 1) < 1e-9 })
  }
}
