import Experiments
import Foundation
import Kernels
import LanguageModels
import NeuronPreferences
import Pruning
import Sites
import Testing
import Tokenizers
import Transformers

/// Pruning studies of transformers that lie outside of their run.
@Suite struct TransformerPruningTests {
  private let workers = Workers(threads: 2)

  /// A run of a tiny random model, with labels of three classes.
  private func prepared(_ model: String, _ more: String = "") throws -> TinyRun {
    let run = try ElsewhereRun.prepared(
      """
      [corpora.classes]
      path = "corpora/classes.tsv"
      label = "class"
      [corpora.held]
      path = "corpora/held.tsv"
      label = "class"
      [models.tiny]
      path = "\(ElsewhereRun.reference("TransformersTests/Reference/\(model)"))"
      tokenizer = "elsewhere/pieces"
      \(ElsewhereRun.stage("tiny", "tiny", "corpus = \"classes\"\nsites = \"blocks.*.mlp.hook_post,blocks.*.attn.hook_z\""))
      \(more)
      """)
    let lines = ["the film is great and dull .\ta", "dull film .\tb", "great\tc", "the the film is dull\ta"]
    let many = (0..<8).flatMap { number in lines.map { number % 3 == 0 ? "and " + $0 : $0 } }
    try run.write("corpora/classes.tsv", "text\tclass\n" + many.joined(separator: "\n") + "\n")
    try run.write(
      "corpora/held.tsv", "text\tclass\n" + many.reversed().dropLast(9).joined(separator: "\n") + "\n")
    return run
  }

  private func study(_ run: TinyRun, _ change: (inout PruningPlan) -> Void = { _ in }) throws -> PruningStudy
  {
    var plan = PruningPlan()
    (plan.controls, plan.resamples) = (3, 40)
    change(&plan)
    return try PruningStudy(run.folder, plan: plan, program: "test", workers: workers)
  }

  private func encoded(_ run: TinyRun, _ name: String) throws -> [[Int32]] {
    let encoder = DocumentEncoder.pieces(try Tokenizer(contentsOf: run.folder.resolve("elsewhere/pieces")))
    let description = try RunDescription(run.folder)
    var corpus = try #require(description.corpora[name]).description
    corpus.labelsAreNames = true
    return try EncodedCorpus(corpus, encoder: encoder, workers: workers).documents
  }

  /// Perplexities, before and after, are those of the model itself with the same neurons held.
  @Test func aCausalModelIsScoredByPerplexity() throws {
    let run = try prepared("gpt2", "[pruning]\ntrain = \"classes\"\nheld_out = \"held\"\n")
    defer { run.remove() }
    try run.run()
    let study = try study(run)
    #expect(study.mode == .zero && study.sites.sites.count == 4)
    let chosen = try study.choose(.listed("blocks.0.mlp.hook_post:0-20,blocks.1.mlp.hook_post:3"))
    let report = try study.report(chosen)
    #expect(
      report.splits.map(\.name) == ["train", "held-out"]
        && report.splits.map(\.corpus) == ["classes", "held"])
    #expect(report.parameters == report.parametersPruned && report.neuronsTotal == study.sites.neuronCount)
    let model = try Transformer(path: ElsewhereRun.reference("TransformersTests/Reference/gpt2"))
    let held = try model.holding([
      "blocks.0.mlp.hook_post": Dictionary(uniqueKeysWithValues: (0...20).map { ($0, 0) }),
      "blocks.1.mlp.hook_post": [3: 0],
    ])
    for split in report.splits {
      let documents = try encoded(run, split.corpus)
      for (model, measured) in [(model, split.unpruned), (held, split.pruned)] {
        let losses = try model.tokenLosses(documents, workers: workers).joined().compactMap { $0 }
        let loss = losses.reduce(0, +) / Double(losses.count)
        let scores = try #require(measured?.scores)
        #expect(abs(scores.loss - loss) < 1e-9 && scores.metrics == [.loss, .perplexity])
        #expect(measured?.intervals[.perplexity] != nil)
      }
      #expect(split.change[.loss] != nil)
      for kind in ControlKind.allCases { #expect(split.controls[kind]?.count == 3) }
    }
    // The same numbers whatever the threads, and kept for the next time.
    var plan = study.plan
    plan.seed = 0
    #expect(
      try PruningStudy(run.folder, plan: plan, program: "other", workers: Workers(threads: 1)).report(chosen)
        == report)
    #expect(try run.files("reports").count == 2)
  }

  /// A classifier of three classes, by accuracy and the mean F1 of its classes; labels are the model's own names.
  @Test func aClassifierIsScoredByAccuracyAndF1() throws {
    let run = try prepared("bert-classifier")
    defer { run.remove() }
    let study = try study(run) { $0.heldOut = "held" }
    let chosen = try study.choose(.listed("blocks.0.mlp.hook_post:0-39"))
    let report = try study.report(chosen)
    // What it was trained on nobody says.
    #expect(report.splits.map(\.name) == ["held-out"] && report.splits[0].corpus == "held")
    #expect(report.notes.contains(.notMatched))
    let model = try Transformer(path: ElsewhereRun.reference("TransformersTests/Reference/bert-classifier"))
    let held = try model.holding([
      "blocks.0.mlp.hook_post": Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, 0) })
    ])
    let text = try String(contentsOfFile: run.folder.resolve("corpora/held.tsv"), encoding: .utf8)
    let labels = text.split(separator: "\n").dropFirst().map { $0.last == "a" ? 0 : $0.last == "b" ? 1 : 2 }
    let documents = try encoded(run, "held")
    for (model, measured) in [(model, report.splits[0].unpruned), (held, report.splits[0].pruned)] {
      let logits = try model.classificationLogits(documents, workers: workers).map { $0.map(Double.init) }
      let expected = MulticlassScores(logits: logits, labels: labels)
      let scores = try #require(measured?.scores)
      #expect(scores.metrics == [.loss, .accuracy, .f1])
      #expect(scores.accuracy == expected.accuracy && abs(scores.loss - expected.loss) < 1e-9)
      #expect(abs(try #require(scores.f1) - expected.macroF1) < 1e-12)
    }
    #expect(report.splits[0].change[.accuracy] != nil && report.splits[0].change[.f1] != nil)
  }

  /// Controls of heads are whole heads, of the same layers.
  @Test func headsArePrunedAndHeldAgainstHeads() throws {
    let run = try prepared("gpt2")
    defer { run.remove() }
    let study = try study(run) { $0.sites = Transformer.headSites }
    let chosen = try study.choose(.heads("1.2, 0.0"))
    #expect(
      chosen.neurons.count == 16 && chosen.neurons.contains(NeuronID(site: "blocks.1.attn.hook_z", index: 23))
    )
    let sizes = [8, 8]
    let mask = try PruningMask(sites: study.sites, pruned: chosen.neurons)
    for number in 0..<20 {
      let control = ControlMasks(mask, mass: nil, unitSizes: sizes, seed: 5).mask(.random, number: number)
      for site in 0..<2 {
        let pruned = control.pruned(site: site)
        #expect(pruned.count == 8 && pruned[0] % 8 == 0 && pruned == Array(pruned[0]..<pruned[0] + 8))
      }
    }
    #expect(try study.report(chosen).splits[0].controls[.random]?.count == 3)
    #expect(throws: PruningError.noSuchHead("2.0", layers: 2, heads: 4)) { try study.choose(.heads("2.0")) }
    #expect(throws: PruningError.badHead("blocks.1:2")) { try study.choose(.heads("blocks.1:2")) }
  }

  /// In the mode `mean` neurons are held at the mean that the stage's snapshot knows, over the tokens that stand for text.
  @Test func meansAreThoseOfTheSnapshot() throws {
    let run = try prepared("bert-classifier")
    defer { run.remove() }
    try run.run()
    let study = try study(run) {
      $0.mode = .mean
      $0.controls = 0
    }
    let neurons = [
      NeuronID(site: "blocks.1.mlp.hook_post", index: 4), NeuronID(site: "blocks.0.attn.hook_z", index: 9),
    ]
    let report = try study.report(study.choose(.marks(neurons)))
    let moments = try #require(Snapshot(path: run.folder.snapshot("tiny")).moments)
    let model = try Transformer(path: ElsewhereRun.reference("TransformersTests/Reference/bert-classifier"))
    var held: [String: [Int: Float]] = [:]
    for neuron in neurons {
      let row = try #require(study.sites.row(of: neuron))
      held[neuron.site] = [neuron.index: Float(try #require(moments.mean(ofRow: row)))]
    }
    let logits = try model.holding(held).classificationLogits(encoded(run, "classes"), workers: workers)
    let text = try String(contentsOfFile: run.folder.resolve("corpora/classes.tsv"), encoding: .utf8)
    let labels = text.split(separator: "\n").dropFirst().map { $0.last == "a" ? 0 : $0.last == "b" ? 1 : 2 }
    let expected = MulticlassScores(logits: logits.map { $0.map(Double.init) }, labels: labels)
    #expect(abs(try #require(report.splits[0].pruned?.scores.loss) - expected.loss) < 1e-5)
    #expect(report.mode == .mean)
  }

  /// A run may hold a stage of another model; conditions that don't ask about it choose all the same.
  @Test func conditionsPassOverStagesOfOtherNeurons() throws {
    let sites = "sites = \"blocks.*.mlp.hook_post,blocks.*.attn.hook_z\""
    let run = try prepared(
      "gpt2",
      ElsewhereRun.stage("lstm", "lstm")
        + ElsewhereRun.stage("again", "tiny", "corpus = \"held\"\n" + sites))
    defer { run.remove() }
    try run.run()
    let study = try study(run) { ($0.from, $0.to) = ("tiny", "again") }
    func choose(_ conditions: String) throws -> [NeuronID] {
      try study.choose(.picked(states: [], conditions: conditions, ranking: nil, count: nil)).neurons
    }
    let all = try choose("wins1>=0")
    #expect(
      Set(all.map(\.site)) == Set(study.sites.sites.map(\.name)) && all.count == study.sites.neuronCount)
    let won = try choose("wins3>0")
    #expect(!won.isEmpty && won.count < all.count)
    // A token in any stage, and a site by its name, are asked of the stages that have these neurons.
    #expect(try !choose("token~film").isEmpty)
    #expect(try choose("site=blocks.1.mlp.*").allSatisfy { $0.site == "blocks.1.mlp.hook_post" })
    #expect(throws: PruningStudyError.self) { try choose("wins2>0") }
  }

  @Test func whatCannotBePrunedSaysWhy() throws {
    let run = try prepared(
      "bert", ElsewhereRun.stage("recorded", "recorded", "") + "[models.away]\npath = \"nowhere\"\n")
    defer { run.remove() }
    #expect(throws: PruningStudyError.onlyRecorded(model: "recorded")) { try study(run) }
    #expect(throws: PruningStudyError.self) { try study(run) { $0.checkpoint = "tiny" } }
    #expect(throws: RunError.missingModel(name: "away", path: run.folder.resolve("nowhere"))) {
      try study(run) { $0.checkpoint = "away" }
    }
    let causal = try prepared("gpt2")
    defer { causal.remove() }
    #expect(throws: PruningError.unfitMode(.structural, modes: [.zero, .mean])) {
      try study(causal) { $0.mode = .structural }
    }
    #expect(throws: PruningStudyError.self) { try study(causal) { $0.sites = "blocks.*.hook_resid_post" } }
    #expect(throws: PruningStudyError.self) { try study(causal) { $0.recoveryEpochs = 1 } }
    #expect(throws: PruningError.unfitExport(.structural)) {
      let study = try study(causal)
      try study.export(
        study.choose(.listed("blocks.0.mlp.hook_post:1")), as: .structural, to: causal.folder.resolve("x"))
    }
    let binary = try ElsewhereRun.prepared(ElsewhereRun.stage("lstm", "lstm"))
    defer { binary.remove() }
    #expect(throws: PruningError.unfitMode(.zero, modes: PruningMode.ofRecurrentModels)) {
      try study(binary) { $0.mode = .zero }
    }
  }
}
