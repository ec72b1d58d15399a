import ArgumentParser
import Corpora
import Experiments
import Kernels
import LanguageModels

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a checkpoint on a text: perplexity, or accuracy, F1 and AUC of a classifier.",
    usage: """
      txray evaluate --checkpoint <file> --vocabulary <file> --corpus <file>
        [<options>]
      """,
    discussion: """
      Every document starts from a zero state. A language model predicts every token but the first of a \
      document, and <eos> after the last if the vocabulary has it; the unigram baseline predicts the same \
      tokens from their shares in --baseline.
      """)

  @OptionGroup var model: CheckpointOptions
  @Option(help: "Its vocabulary, one token a line.", completion: .file()) var vocabulary: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: "A text whose token shares make a unigram baseline to compare with.", completion: .file())
  var baseline: String?
  @Option(help: "Threads to use; results don't depend on it.") var threads: Int?
  @OptionGroup var result: FormatOptions

  func run() throws {
    let (checkpoint, vocabulary) = try model.load(vocabulary: self.vocabulary)
    let workers = Workers(threads: threads)
    let text = try EncodedCorpus(corpus.runCorpus.description, vocabulary: vocabulary)
    if case .classifier(let classifier) = checkpoint.model {
      let documents = try text.labelled(corpus.runCorpus, name: corpus.corpus)
      let logits = classifier.logits(documents.map(\.tokens), workers: workers)
      try show(ClassificationScores(logits: logits, labels: documents.map(\.label)))
    } else {
      let documents = text.terminated(by: vocabulary.endID)
      let scores = try checkpoint.languageModel().score(documents, workers: workers)
      try show(scores, unigram: try unigram(documents, vocabulary))
    }
  }

  private func unigram(_ documents: [[Int32]], _ vocabulary: Vocabulary) throws -> LanguageModelScores? {
    guard let baseline else { return nil }
    var description = corpus.runCorpus.description
    description.path = baseline
    description.format = CorpusFormat(path: baseline)
    let counted = try EncodedCorpus(description, vocabulary: vocabulary).terminated(by: vocabulary.endID)
    return UnigramModel(counted, vocabularySize: vocabulary.count).score(documents)
  }

  private func show(_ scores: ClassificationScores) throws {
    struct Record: Encodable {
      let documents: Int
      let accuracy, f1, loss: Double
      let auc: Double?
    }
    let record = Record(
      documents: scores.documents, accuracy: scores.accuracy, f1: scores.f1, loss: scores.loss,
      auc: scores.auc)
    try show(
      ["documents", "accuracy", "f1", "auc", "loss"],
      [
        "\(scores.documents)", fixed(scores.accuracy, 4), fixed(scores.f1, 4),
        scores.auc.map { fixed($0, 4) } ?? "–", fixed(scores.loss, 4),
      ], record)
  }

  private func show(_ scores: LanguageModelScores, unigram: LanguageModelScores?) throws {
    struct Record: Encodable {
      let tokens: Int
      let loss, perplexity: Double
      let unigram_perplexity: Double?
    }
    let record = Record(
      tokens: scores.tokens, loss: scores.loss, perplexity: scores.perplexity,
      unigram_perplexity: unigram?.perplexity)
    try show(
      ["tokens", "loss", "perplexity"] + (unigram == nil ? [] : ["unigram perplexity", "ratio"]),
      ["\(scores.tokens)", fixed(scores.loss, 4), fixed(scores.perplexity, 2)]
        + (unigram.map { [fixed($0.perplexity, 2), fixed($0.perplexity / scores.perplexity, 2)] } ?? []),
      record)
  }

  private func show(_ header: [String], _ row: [String], _ record: some Encodable) throws {
    try Output.write { out in
      if result.format == .json {
        try out.json(record)
      } else {
        try out.table(header, [row], as: result.format, result.cells)
      }
    }
  }
}
