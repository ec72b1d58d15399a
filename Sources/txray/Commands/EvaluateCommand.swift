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
      tokens from their shares in --baseline. A head of several classes is scored on labels where --label \
      names their column, else on the tags that the text carries; labels and tags are numbers from 0, or \
      names from --classes.
      """)

  @OptionGroup var model: CheckpointOptions
  @Option(help: "Its vocabulary, one token a line.", completion: .file()) var vocabulary: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: "A text whose token shares make a unigram baseline to compare with.", completion: .file())
  var baseline: String?
  @Option(
    help: "The names of a head's classes, one a line in the order of its outputs.", completion: .file())
  var classes: String?
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var result: FormatOptions

  func run() throws {
    let (checkpoint, vocabulary) = try model.load(vocabulary: self.vocabulary)
    checkpoint.noteAssumptions()
    var described = corpus.runCorpus
    described.description.labelsAreNames = classes != nil
    let text = try EncodedCorpus(described.description, vocabulary: vocabulary)
    text.unknownWords.report(path: corpus.corpus)
    let evaluation = try Evaluation(
      of: checkpoint, on: text, corpus: described, name: corpus.corpus,
      endOfDocument: vocabulary.endID, classes: classes.map { try ClassNames(contentsOf: $0) },
      workers: threading.workers)
    switch evaluation {
    case .languageModel(let scores):
      warn(of: scores, tokens: vocabulary.count)
      hintAtLineEnds(checkpoint, vocabulary, text)
      let documents = text.terminated(by: vocabulary.endID)
      try show(scores, unigram: try unigram(documents, vocabulary))
    case .binary(let scores): try show(scores)
    case .classes(let scores): try show(scores, of: "documents")
    case .tags(let scores): try show(scores, of: "tokens")
    }
  }

  /// Guessing every token alike would do better: something is amiss between model, vocabulary and text.
  private func warn(of scores: LanguageModelScores, tokens: Int) {
    guard scores.perplexity > Double(tokens) else { return }
    MessageStream.warn(
      "the perplexity is above the vocabulary's \(grouped(tokens)) tokens, where guessing blindly would be: the "
        + "vocabulary, the tokenization, or what stands between states and decoder is another than in training"
    )
  }

  private func hintAtLineEnds(_ checkpoint: Checkpoint, _ vocabulary: Vocabulary, _ text: EncodedCorpus) {
    guard checkpoint.metadata["format"] != Checkpoint.format, let end = vocabulary.endID,
      case .text = corpus.runCorpus.description.format, corpus.endOfLine == nil,
      !text.documents.contains(where: { $0.contains(end) })
    else { return }
    MessageStream.noteLineEnds(of: corpus.corpus, advice: "--documents stream --end-of-line '<eos>'")
  }

  private func unigram(_ documents: [[Int32]], _ vocabulary: Vocabulary) throws -> LanguageModelScores? {
    guard let baseline else { return nil }
    let counted = try EncodedCorpus(corpus.description(of: baseline), vocabulary: vocabulary).terminated(
      by: vocabulary.endID)
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

  private func show(_ scores: MulticlassScores, of units: String) throws {
    // Keys of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Record: Encodable {
      let documents, tokens: Int?
      let accuracy, macro_f1, loss: Double
    }
    let isOfTokens = units == "tokens"
    let record = Record(
      documents: isOfTokens ? nil : scores.count, tokens: isOfTokens ? scores.count : nil,
      accuracy: scores.accuracy, macro_f1: scores.macroF1, loss: scores.loss)
    try show(
      [units, "accuracy", "macro F1", "loss"],
      ["\(scores.count)", fixed(scores.accuracy, 4), fixed(scores.macroF1, 4), fixed(scores.loss, 4)], record)
  }

  private func show(_ scores: LanguageModelScores, unigram: LanguageModelScores?) throws {
    // Keys of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
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
