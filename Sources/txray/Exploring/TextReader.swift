import Experiments
import Explorer
import Kernels

/// Runs a text through the models of a run's stages, for the explorer, which knows none.
struct TextReader: Sendable {
  /// The most tokens that are read.
  private static let tokenLimit = 2000
  /// The most activations that are kept of all stages together, 384 MB, but for texts of a few tokens.
  private static let activationLimit = 96 << 20
  private static let leastTokens = 32

  private let run: Run
  private let models: StageModels

  init(_ run: Run) {
    self.run = run
    // Leave one processor to the interface.
    models = StageModels(run.folder, workers: Workers(threads: max(1, Workers.cores - 1)))
  }

  /// What each stage makes of a text.
  ///
  /// - Throws: `TextReading.Fault` where no stage has a model.
  func read(_ text: String) throws -> TextReading {
    let fitting = Self.activationLimit / max(1, run.neuronCount * run.stages.count)
    let limit = min(Self.tokenLimit, max(Self.leastTokens, fitting))
    var first: StageActivations?
    let stages = run.stages.map { stage -> Result<TextReading.Stage, TextReading.Fault> in
      do {
        let answer = try models.read(text, as: stage.snapshot, label: stage.label, limit: limit)
        if let first, answer.tokens != first.tokens { throw OwnTextError.otherWords(stage: stage.label) }
        first = first ?? answer
        return .success(
          TextReading.Stage(
            isKnown: answer.isKnown, activations: answer.values,
            neuronCount: stage.snapshot.sites.neuronCount))
      } catch {
        return .failure(TextReading.Fault(FailureReport.text(error)))
      }
    }
    guard let first else {
      if case .failure(let fault)? = stages.first { throw fault }
      return TextReading(text: text, words: [], omitted: 0, stages: stages)
    }
    return TextReading(
      text: text, words: first.tokens, unit: first.unit == .piece ? .piece : .word, omitted: first.omitted,
      stages: stages)
  }
}
