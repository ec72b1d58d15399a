import ArgumentParser
import Corpora
import Files
import Tagging

struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Tag English text, score a tagger on a treebank, or train one.",
    usage: """
      txray tag <file> [<options>]
      txray tag --evaluate <file> [<options>]
      txray tag --train <file> --output <file> [<options>]
      """,
    discussion: """
      txray tag FILE prints the text as CoNLL-U, with universal and Penn Treebank tags; tags that the input \
      has are kept.

      txray tag --evaluate FILE.conllu scores tags on the treebank's own words, and everything on its raw \
      text, with the arithmetic of the CoNLL 2018 shared task.

      txray tag --train FILE.conllu --output TAGGER makes a tagger of your own. Untagged text, given with \
      --text (one document a line, or a .tsv whose third column is text), tells it more about words.
      """)

  @Argument(
    help: "The text: plain, .jsonl, .csv, .tsv or .conllu; also .gz; - for standard input.",
    completion: .file())
  var file: String?
  @Option(help: "Score the tagger on a CoNLL-U file.", completion: .file()) var evaluate: String?
  @Option(help: "Train a tagger on a CoNLL-U file.", completion: .file()) var train: String?
  @Option(help: "Untagged text for --train; may be repeated.", completion: .file()) var text: [String] = []
  @Option(help: "Seed of --train.") var seed: UInt64 = 1
  @Option(help: "The tagger to write.", completion: .file()) var output: String?
  @Option(help: "A tagger to use instead of the built-in one.", completion: .file()) var tagger: String?
  @Option(name: .customLong("column"), help: "Column or key that holds the text.") var textColumn = "text"
  @OptionGroup var result: FormatOptions

  func validate() throws {
    guard [file, evaluate, train].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Name a text, or --evaluate, or --train.")
    }
    if (train == nil) != (output == nil) { throw ValidationError("--train and --output go together.") }
  }

  func run() throws {
    if let train, let output {
      try trainTagger(on: train, output: output)
    } else if let evaluate {
      try score(loadTagger(), on: evaluate)
    } else if let file {
      try tag(file, with: loadTagger())
    }
  }

  private func loadTagger() throws -> PartOfSpeechTagger {
    try tagger.map { try PartOfSpeechTagger(contentsOf: $0) } ?? .english()
  }

  private func tag(_ file: String, with tagger: PartOfSpeechTagger) throws {
    let description = CorpusDescription(path: file, textColumn: CorpusColumn(textColumn))
    try Output.write { out in
      if description.format == .conllu {
        let reader = try CoNLLUReader(path: file)
        while let sentence = try reader.next() { try out.document(tagger.filled(sentence).conllu) }
        return
      }
      try CorpusReader(description).forEachDocument { document in
        for sentence in tagger.annotate(document) { try out.document(sentence.conllu) }
        // Whoever types, or pipes a document at a time, waits for the answer.
        if file == "-" { try out.flush() }
        return true
      }
    }
  }

  private func score(_ tagger: PartOfSpeechTagger, on file: String) throws {
    let scores = try TaggerScores(tagger: tagger, treebank: file)
    // Keys of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Record: Encodable {
      let gold_upos, gold_xpos, tokens, words, sentences, upos, xpos: Double
    }
    let raw = scores.raw
    let record = Record(
      gold_upos: scores.gold.upos.f1, gold_xpos: scores.gold.xpos.f1, tokens: raw.tokens.f1,
      words: raw.words.f1, sentences: raw.sentences.f1, upos: raw.upos.f1, xpos: raw.xpos.f1)
    let percent = { (score: TaggingScore) in
      [score.precision, score.recall, score.f1].map { fixed($0 * 100, 2) }
        + [score.correct, score.gold, score.system].map { "\($0)" }
    }
    let rows = [
      ["UPOS, treebank's words"] + percent(scores.gold.upos),
      ["XPOS, treebank's words"] + percent(scores.gold.xpos),
      ["tokens, raw text"] + percent(raw.tokens), ["words, raw text"] + percent(raw.words),
      ["sentences, raw text"] + percent(raw.sentences), ["UPOS, raw text"] + percent(raw.upos),
      ["XPOS, raw text"] + percent(raw.xpos),
    ]
    try Output.write { out in
      if result.format == .json { return try out.json(record) }
      try out.table(
        ["", "precision", "recall", "F1", "correct", "gold", "system"], rows, as: result.format, result.cells)
    }
  }

  private func trainTagger(on file: String, output: String) throws {
    var training = TaggerTraining()
    training.seed = seed
    training.provenance = "treebank \(try SHA256.hexDigest(ofFileAt: file))"
    var untagged: [[String]] = []
    for path in text {
      training.provenance += "\ntext \(try SHA256.hexDigest(ofFileAt: path))"
      var description = CorpusDescription(path: path, textColumn: 3, header: false)
      if case .text = description.format { description.format = .text(documents: .line) }
      untagged += try TaggerTraining.sentences(of: description)
    }
    training.provenance += "\nseed \(seed)"
    training.progress = { stage, share in MessageStream.say("\(stage)  \(Int(share * 100))%") }
    let tagger = training.train(try CoNLLUReader.sentences(path: file), untagged: untagged)
    try tagger.write(to: output)
    MessageStream.say("\(grouped(tagger.weightCount)) weights  \(output)")
  }
}
