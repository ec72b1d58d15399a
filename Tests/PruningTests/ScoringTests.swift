import Glibc
import Kernels
import LanguageModels
import Pruning
import Statistics
import Testing

@Suite struct ScoringTests {
  private func random(_ count: Int, seed: UInt64) -> DocumentOutcomes {
    var generator = SplitMix64(seed: seed)
    // Rounded, so that there are ties.
    let logits = (0..<count).map { _ in Double(generator.next(below: 41) - 20) / 10 }
    return .logits(logits, labels: logits.map { Double(generator.next(below: 40) - 20) < $0 * 10 ? 1 : 0 })
  }

  @Test func scoresAreThoseOfEvaluate() throws {
    for seed in UInt64(1)...5 {
      let outcomes = random(200, seed: seed)
      guard case .logits(let logits, let labels) = outcomes else { continue }
      let expected = ClassificationScores(logits: logits, labels: labels)
      let scores = outcomes.scores
      #expect(abs(scores.loss - expected.loss) < 1e-12)
      #expect(scores.accuracy == expected.accuracy)
      #expect(scores.f1 == expected.f1)
      #expect(abs(try #require(scores.auc) - (try #require(expected.auc))) < 1e-12)
      #expect(scores.perplexity == nil)
    }
    let model = try Reference.model("lstm1_tied")
    guard case .languageModel(let languageModel) = model else { return }
    let documents: [[Int32]] = [[1, 2, 3, 4], [5, 6], [7]]
    let scores = try RecurrentScoring(model, documents).outcomes().scores
    let expected = languageModel.score(documents, workers: Workers(threads: 1))
    #expect(abs(scores.loss - expected.loss) < 1e-12)
    #expect(scores.perplexity == exp(scores.loss))
  }

  @Test func oneClassHasNoCurve() {
    #expect(DocumentOutcomes.logits([1, 2], labels: [1, 1]).scores.auc == nil)
    #expect(DocumentOutcomes.logits([], labels: []).scores.accuracy == 0)
    #expect(DocumentOutcomes.classes([], labels: []).scores.accuracy == 0)
  }

  /// Of 200 intervals for the accuracy of a fair guess, about 95% hold the truth.
  @Test func intervalsHoldTheTruthAsOftenAsTheySay() throws {
    let seed: UInt64 = 7
    var generator = SplitMix64(seed: seed)
    var held = 0
    for trial in 0..<200 {
      let labels = (0..<150).map { _ in Double(generator.next(below: 2)) }
      let logits = labels.map { label -> Double in
        let isRight = generator.next(below: 10) < 7
        return (label == 1) == isRight ? 1 : -1
      }
      let bootstrap = ScoringBootstrap(
        documents: 150, resamples: 200, seed: UInt64(trial), workers: Workers(threads: 1))
      let intervals = ScoringBootstrap.intervals(bootstrap.scores(.logits(logits, labels: labels)))
      let interval = try #require(intervals[.accuracy])
      if interval.low <= 0.7, 0.7 <= interval.high { held += 1 }
    }
    #expect((180...198).contains(held), "seed \(seed): \(held) of 200")
  }

  @Test func changesAreTakenOnTheSameResamples() throws {
    let outcomes = random(100, seed: 1)
    let bootstrap = ScoringBootstrap(documents: 100, resamples: 64, seed: 5, workers: Workers(threads: 2))
    let scores = bootstrap.scores(outcomes)
    let single = ScoringBootstrap(documents: 100, resamples: 64, seed: 5, workers: Workers(threads: 1))
    #expect(single.scores(outcomes) == scores)
    let changes = single.changes(from: outcomes, to: outcomes, resamples: (scores, scores))
    #expect(changes[.auc] == PercentileInterval(low: 0, high: 0))
    // No document changed class; another text may have some that do.
    let accuracy = try #require(changes[.accuracy])
    #expect(accuracy.low < 0 && accuracy.high > 0 && accuracy.high < 0.06)
    #expect(try #require(ScoringBootstrap.intervals(scores)[.f1]).low < outcomes.scores.f1 ?? 0)
  }

  /// One neuron pruned: about four documents of 400 change class. Resampled alone, they would hold the truth in 88%.
  @Test func intervalsOfFewChangesHold() throws {
    let (seed, trials, documents, chance): (UInt64, Int, Int, Double) = (11, 120, 400, 0.01)
    var generator = SplitMix64(seed: seed)
    var held = (accuracy: 0, f1: 0)
    for trial in 0..<trials {
      let labels = (0..<documents).map { Double($0 % 2) }
      let before = labels.map { $0 == 1 ? 1.0 : -1 }
      let after = zip(labels, before).map { label, logit in
        label == 1 && Double.random(in: 0..<1, using: &generator) < 2 * chance ? -1 : logit
      }
      let (from, to) = (
        DocumentOutcomes.logits(before, labels: labels), DocumentOutcomes.logits(after, labels: labels)
      )
      let bootstrap = ScoringBootstrap(
        documents: documents, resamples: 100, seed: UInt64(trial), workers: Workers(threads: 1))
      let changes = bootstrap.changes(from: from, to: to, resamples: ([], []))
      let (accuracy, f1) = (try #require(changes[.accuracy]), try #require(changes[.f1]))
      if accuracy.low <= -chance, -chance <= accuracy.high { held.accuracy += 1 }
      let truth = 2 * (1 - 2 * chance) / (2 - 2 * chance) - 1
      if f1.low <= truth, truth <= f1.high { held.f1 += 1 }
    }
    #expect(held.accuracy >= 110 && held.f1 >= 110, "seed \(seed): \(held) of \(trials)")
  }

  @Test func percentilesKnowWhatIsBetter() {
    func scores(_ loss: Double, _ accuracy: Double) -> PruningScores {
      PruningScores(loss: loss, accuracy: accuracy)
    }
    let controls = [scores(1, 0.5), scores(2, 0.6), scores(3, 0.7), scores(4, 0.8)]
    func percentile(_ own: PruningScores, _ metric: ScoreMetric) -> Double? {
      ControlPercentile.percentile(of: own, among: controls, metric: metric)
    }
    #expect(percentile(scores(2.5, 0.75), .loss) == 50)
    #expect(percentile(scores(2.5, 0.75), .accuracy) == 75)
    #expect(percentile(scores(1, 0.9), .loss) == 87.5)
    #expect(percentile(scores(1, 0.9), .accuracy) == 100)
    #expect(percentile(scores(1, 0.9), .auc) == nil)
    #expect(ControlPercentile.percentile(of: scores(1, 1), among: [], metric: .loss) == nil)
  }

  /// Several classes: the arithmetic of `MulticlassScores`, a document of weight 2 counting twice, and intervals of the
  /// change that hold 0 where nothing changes.
  @Test func severalClassesAreScoredAlike() throws {
    var generator = SplitMix64(seed: 3)
    func outcomes(_ count: Int) -> (logits: [[Double]], labels: [Int]) {
      let labels = (0..<count).map { _ in generator.next(below: 4) }
      let logits = labels.map { label in
        (0..<4).map { Double(generator.next(below: 100)) / 50 + ($0 == label ? 0.5 : 0) }
      }
      return (logits, labels)
    }
    let (logits, labels) = outcomes(60)
    let scores = DocumentOutcomes.classes(logits, labels: labels).scores
    let expected = MulticlassScores(logits: logits, labels: labels)
    #expect(scores.metrics == [.loss, .accuracy, .f1] && scores.accuracy == expected.accuracy)
    #expect(abs(scores.loss - expected.loss) < 1e-12)
    #expect(abs(try #require(scores.f1) - expected.macroF1) < 1e-12)
    let bootstrap = ScoringBootstrap(
      documents: 60, resamples: 300, seed: 1, workers: Workers(threads: 2))
    let before = DocumentOutcomes.classes(logits, labels: labels)
    let after = DocumentOutcomes.classes(logits.map { $0.map { -$0 } }, labels: labels)
    let same = bootstrap.changes(
      from: before, to: before, resamples: (bootstrap.scores(before), bootstrap.scores(before)))
    let worse = bootstrap.changes(
      from: before, to: after, resamples: (bootstrap.scores(before), bootstrap.scores(after)))
    #expect(same[.accuracy].map { $0.low <= 0 && $0.high >= 0 } == true)
    #expect(same[.f1]?.low == 0 && same[.f1]?.high == 0)
    #expect((worse[.accuracy]?.high ?? 0) < 0 && (worse[.f1]?.high ?? 0) < 0)
  }
}
