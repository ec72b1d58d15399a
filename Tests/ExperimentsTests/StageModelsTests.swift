import Corpora
import Experiments
import Foundation
import Kernels
import LanguageModels
import NeuronPreferences
import Sites
import Testing
import Tokenizers
import Transformers

/// A text of the user's own, read by the models that snapshots were taken from.
@Suite struct StageModelsTests {
  private let workers = Workers(threads: 1)

  @Test func aRecurrentModelElsewhereReadsIt() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    try run.run()
    let answer = try StageModels(run.folder, workers: workers).read(
      "the castle", as: Snapshot(path: run.folder.snapshot("lstm")), label: "lstm")
    #expect(answer.tokens == ["the", "castle"] && answer.unit == .word)
    #expect(answer.isKnown == [true, false] && answer.values.count == 12)
  }

  @Test func aRecordingReadsNothing() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("recorded", "recorded", ""))
    defer { run.remove() }
    try run.run()
    #expect(throws: StageModelError.onlyRecorded(stage: "recorded", model: "recorded")) {
      try StageModels(run.folder, workers: workers).read(
        "the", as: Snapshot(path: run.folder.snapshot("recorded")), label: "recorded")
    }
  }

  /// The numbers of the reader itself, with special tokens read and not shown, at the snapshot's sites.
  @Test(arguments: ["blocks.*.mlp.hook_post", "blocks.1.attn.hook_z,blocks.0.hook_resid_post"])
  func aTransformerReadsItsPieces(sites: String) throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("tuned", "tuned", "corpus = \"reviews\"\nsites = \"\(sites)\""))
    defer { run.remove() }
    try run.run()
    let text = "The film is xyz and great."
    let snapshot = try Snapshot(path: run.folder.snapshot("tuned"))
    let answer = try StageModels(run.folder, workers: workers).read(text, as: snapshot, label: "tuned")
    #expect(answer.tokens == ["the", "film", "is", "xyz", "and", "great", "."] && answer.unit == .piece)
    #expect(answer.isKnown == [true, true, true, false, true, true, true])
    let tokenizer = try Tokenizer(contentsOf: run.folder.resolve("elsewhere/pieces"))
    let ids = try tokenizer.encode(Array(text.utf8), addingSpecialTokens: true).ids
    #expect(ids.count == 9)
    let reader = try TransformerReader(
      Transformer(path: run.folder.resolve("elsewhere/bert")), sites: sites, workers: workers)
    #expect(reader.sites == snapshot.sites)
    let neurons = snapshot.sites.neuronCount
    let expected = IndexedResults(repeating: Float.nan, count: ids.count * neurons)
    reader.read([ids]) { chunk in
      for (index, site) in reader.sites.sites.enumerated() {
        for (place, token) in chunk.tokens.enumerated() {
          for (neuron, value) in chunk.activations(site: index).row(place).enumerated() {
            expected.values[token * neurons + site.firstRow + neuron] = value
          }
        }
      }
    }
    #expect(answer.values == Array(expected.values[neurons..<8 * neurons]))
  }

  /// The strongest neuron of every token is the one whose snapshot counts it: as collection reads, so does own text,
  /// also where documents are read in windows.
  @Test func aDocumentIsReadAsItWasCollected() throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("tuned", "tuned", "corpus = \"one\"\nwindow = 6\noverlap = 2")
        + "[corpora.one]\npath = \"corpora/one.txt\"\ndocuments = \"file\"\n")
    defer { run.remove() }
    let text = "The film is great and the film is dull. Great film and dull film and the dull film is great."
    try run.write("corpora/one.txt", text)
    try run.run()
    let snapshot = try Snapshot(path: run.folder.snapshot("tuned"))
    let answer = try StageModels(run.folder, workers: workers).read(text, as: snapshot, label: "tuned")
    var sums: [String: Double] = [:]
    for (token, name) in answer.tokens.enumerated() {
      for site in snapshot.sites.sites {
        let values = (0..<site.neurons).map {
          answer.values[token * snapshot.sites.neuronCount + site.firstRow + $0]
        }
        guard let largest = values.max(), let winner = values.firstIndex(of: largest) else { continue }
        sums["\(site.name):\(winner) \(name)", default: 0] += Double(largest)
      }
    }
    var collected: [String: Double] = [:]
    for row in 0..<snapshot.neuronCount {
      for preference in try snapshot.tokens.preferences(ofRow: row) {
        collected["\(snapshot.sites.neuron(atRow: row)) \(snapshot.tokens.name(of: preference.feature))"] =
          preference.sum
      }
    }
    #expect(collected.count > 4 && collected == sums)
  }

  /// A text too long is cut between words, and read as if it ended there.
  @Test func aLongTextIsCutBetweenWords() throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("tuned", "tuned") + ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    try run.run()
    let models = StageModels(run.folder, workers: workers)
    for stage in ["tuned", "lstm"] {
      let snapshot = try Snapshot(path: run.folder.snapshot(stage))
      let cut = try models.read("the film is great and dull", as: snapshot, label: stage, limit: 3)
      let short = try models.read("the film is", as: snapshot, label: stage)
      #expect(cut.tokens == ["the", "film", "is"] && cut.omitted == 3 && short.omitted == 0)
      #expect(cut.values == short.values, "\(stage)")
    }
  }

  @Test func anotherModelOrTokenizerIsRefused() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("tuned", "tuned"))
    defer { run.remove() }
    try run.run()
    let snapshot = try Snapshot(path: run.folder.snapshot("tuned"))
    let pieces = run.folder.resolve("elsewhere/pieces/vocab.txt")
    let words = try String(contentsOfFile: pieces, encoding: .utf8)
    func error() -> (any Error)? {
      #expect(throws: (any Error).self) {
        try StageModels(run.folder, workers: workers).read("the", as: snapshot, label: "tuned")
      }
    }
    try run.write("elsewhere/pieces/vocab.txt", words.replacing("film", with: "movie"))
    #expect(
      error() as? StageModelError
        == .otherTokenizer(stage: "tuned", path: run.folder.resolve("elsewhere/pieces")))
    try run.write("elsewhere/pieces/vocab.txt", words)
    let folder = run.folder.resolve("elsewhere/bert")
    try FileManager.default.removeItem(atPath: folder)
    #expect(error() as? RunError == .missingModel(name: "tuned", path: folder))
    try FileManager.default.copyItem(
      atPath: ElsewhereRun.reference("TransformersTests/Reference/roberta"), toPath: folder)
    #expect(error() as? StageModelError == .otherCheckpoint(stage: "tuned", path: folder))
  }

  /// A model larger than what is kept is kept until the next one is read, and not opened anew for each text.
  @Test func theLatestModelIsKeptHoweverLargeItIs() throws {
    let run = try ElsewhereRun.prepared(
      ElsewhereRun.stage("tuned", "tuned") + ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    try run.run()
    let models = StageModels(run.folder, workers: workers, keptBytes: 1)
    func read(_ stage: String) throws -> [Float] {
      try models.read("the film", as: Snapshot(path: run.folder.snapshot(stage)), label: stage).values
    }
    let values = try read("lstm")
    let path = run.folder.resolve("elsewhere/lstm.safetensors")
    try FileManager.default.removeItem(atPath: path)
    #expect(try read("lstm") == values)
    _ = try read("tuned")
    #expect(throws: RunError.missingModel(name: "lstm", path: path)) { try read("lstm") }
  }

  /// A snapshot without a digest may lie beside any model: of other sites it is refused, and a token that it doesn't know
  /// is shown by its id.
  @Test func logitsAreOfTheModelsOwnNeuronsAndTokens() throws {
    let run = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { run.remove() }
    let corpus = try #require(RunDescription(run.folder).corpora["reviews"]).description
    func snapshot(hidden: Int, words: Int) throws -> Snapshot {
      let model = LanguageModel(
        EncoderConfiguration(
          vocabularySize: words, embeddingSize: 6, hiddenSize: hidden, layers: 1, cell: .lstm),
        tied: false, seed: 7)
      let path = run.folder.resolve("other-\(hidden)-\(words)")
      try Checkpoint.write(.languageModel(model), to: path, elementType: .float32, metadata: [:])
      let collection = CorpusCollection(
        checkpoint: try Checkpoint(contentsOf: path),
        origin: SnapshotOrigin(stage: "lstm", checkpoint: "lstm", checkpointHash: "", corpus: "reviews"),
        vocabulary: try Vocabulary(tokens: Array(ElsewhereRun.words.prefix(words)), path: "words"),
        corpus: corpus)
      try collection.run(workers: workers) { _ in }[0].write(to: path + ".snapshot")
      return try Snapshot(path: path + ".snapshot")
    }
    let models = StageModels(run.folder, workers: workers)
    func effects(_ snapshot: Snapshot, _ index: Int) throws -> (LogitEffects, (Int32) -> String) {
      try models.logitEffects(
        of: NeuronID(site: "lstm.0", index: index), as: snapshot, label: "lstm",
        count: ElsewhereRun.words.count)
    }
    let narrow = try snapshot(hidden: 6, words: 4)
    let (found, name) = try effects(narrow, 5)
    #expect(Set(found.raised.map(\.id)) == Set(0..<8) && name(3) == "is" && name(7) == "<id 7>")
    #expect(throws: StageModelError.noLogits(stage: "lstm", neuron: NeuronID(site: "lstm.0", index: 6))) {
      _ = try effects(narrow, 6)
    }
    let wide = try snapshot(hidden: 12, words: 8)
    #expect(
      throws: StageModelError.otherSites(
        path: run.folder.resolve("elsewhere/lstm.safetensors"), found: "lstm.0:6", expected: "lstm.0:12")
    ) { _ = try effects(wide, 11) }
  }
}
