import Corpora
import Experiments
import Explorer
import Kernels

/// Runs a text through the models of a run's stages, for the explorer, which knows none.
struct TextReader: Sendable {
  /// The most words that are read, so that the activations fit in memory.
  private static let wordLimit = 2000

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
    let tokenization = StageModels.tokenization(of: run.stages[0].snapshot)
    let vocabulary = try? models.vocabulary(of: run.stages[0].snapshot)
    let words =
      vocabulary.map { Document(text: text, tokenization: tokenization, keepingTokensOf: $0).words }
      ?? Document(text: text, tokenization: tokenization).words
    let read = Document(words: Array(words.prefix(Self.wordLimit)))
    let stages = run.stages.map { stage -> Result<TextReading.Stage, TextReading.Fault> in
      do {
        guard StageModels.tokenization(of: stage.snapshot) == tokenization else {
          throw OwnTextError.otherWords(stage: stage.label)
        }
        let answer = try models.read(read, as: stage.snapshot, label: stage.label)
        return .success(
          TextReading.Stage(
            isKnown: answer.isKnown, activations: answer.values,
            neuronCount: stage.snapshot.sites.neuronCount))
      } catch {
        return .failure(TextReading.Fault(FailureReport.text(error)))
      }
    }
    let answered = stages.contains { (try? $0.get()) != nil }
    if !answered, case .failure(let fault)? = stages.first { throw fault }
    return TextReading(
      text: text, words: read.words, omitted: words.count - read.count, stages: stages)
  }
}
