import ArgumentParser
import Corpora
import Experiments
import Files
import Kernels
import LanguageModels
import NeuronPreferences
import Tagging

struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Run a checkpoint over a text and write what every neuron prefers to a snapshot.",
    usage: """
      txray collect --checkpoint <file> --vocabulary <file> --corpus <file>
        --stage <name> --output <file> [<options>]
      txray collect --checkpoint <folder> --corpus <file>
        --stage <name> --output <file> [--sites <pattern>] [<options>]
      txray collect --recording <file> ... --stage <name> --output <file> ...
        [<options>]
      """,
    discussion: """
      With --shard I/N only part I of N (from 1) of the documents is collected, with --site-shard I/N only \
      part I of N of the layers; `txray merge` puts the parts together to the same bits as one collection.

      With --parent, the checkpoint that this one was trained from reads the same text beside it. A neuron \
      that lost its wins but still does what it did is then called displaced instead of forgotten. It takes \
      twice the time. `txray run` does so by itself for fine-tuned stages.

      Policies: \(CollectionPolicy.help). Thresholds take a first pass over the whole text, also for a \
      shard; they lie above the true quantiles by at most 1/128 of their size. Several policies are \
      collected in one pass: give --policy and --output once for each, in the same order.

      A --checkpoint that is a transformer's folder or GGUF file brings its own tokenizer; see `txray collect \
      --checkpoint FOLDER --help`.

      --recording FILE... in place of checkpoint, vocabulary and corpus takes what was recorded in PyTorch \
      by the program that `txray recorder` prints; see `txray collect --recording x --help`.
      """)

  @OptionGroup var model: CheckpointOptions
  @Option(help: "Its vocabulary, one token a line.", completion: .file()) var vocabulary: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: "The stage's name.") var stage: String
  @Option(help: "The snapshot to write; one for each --policy.", completion: .file()) var output: [String]
  @Option(
    help: "Which activations of a token count: \(CollectionPolicy.syntax). (default: max1)")
  var policy: [CollectionPolicy] = []
  @Option(
    help: "Leave out the first so many tokens of every document, where the state still starts from zero.")
  var skipStarts = 0
  @Option(help: "STRONGEST,SAMPLED: firings of each neuron that are kept with the tokens around them.")
  var contexts = ContextCounts.usual
  @Option(help: "builtin tags the words that the text leaves untagged; none uses the text's own tags only.")
  var tagger: Tagger = .builtin
  @Option(help: "Read whole documents until there are at least so many tokens.") var tokens: Int?
  @Option(
    help: "The checkpoint that this one was trained from, to tell displaced neurons from forgotten ones.",
    completion: .file())
  var parent: String?
  @OptionGroup var bounds: MemoryOptions
  @OptionGroup var part: ShardOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var threading: ThreadOptions

  enum Tagger: String, ExpressibleByArgument, CaseIterable {
    case builtin, none
  }

  private var policies: [CollectionPolicy] { policy.isEmpty ? [.max1] : policy }

  func validate() throws {
    if let tokens, tokens < 1 { throw ValidationError("--tokens takes a number of at least 1") }
    if output.count != policies.count {
      throw ValidationError("give as many --output as --policy: \(policies.count), not \(output.count)")
    }
    if Set(output).count != output.count { throw ValidationError("two --output name the same file") }
    if !(0...1 << 20).contains(skipStarts) {
      throw ValidationError("--skip-starts takes a number from 0 to \(1 << 20)")
    }
    try bounds.validate(corpus: corpus.corpus, planning)
    if corpus.corpus == "-", let policy = policies.first(where: \.kind.needsThresholds) {
      throw ValidationError(
        "\(policy.kind.syntax) reads the text twice, and standard input can be read once: write it to a file first"
      )
    }
  }

  func run() throws {
    let (checkpoint, vocabulary) = try model.load(vocabulary: self.vocabulary)
    checkpoint.warnOfUnused()
    checkpoint.noteAssumptions { !$0.concernsHead }
    let digest = try SHA256.hexDigest(ofFileAt: model.checkpoint)
    var collection = CorpusCollection(
      checkpoint: checkpoint,
      origin: SnapshotOrigin(
        stage: stage, checkpoint: model.checkpoint, model: checkpoint, digest: digest, corpus: corpus.corpus,
        program: ProgramVersion.program),
      vocabulary: vocabulary, corpus: corpus.runCorpus.description)
    if let parent {
      let before = try model.load(parent)
      try before.requireVocabulary(vocabulary.count, path: self.vocabulary)
      try collection.compare(with: .recurrent(before), digest: try SHA256.hexDigest(ofFileAt: parent))
    }
    collection.policies = policies
    collection.skippedStarts = skipStarts
    collection.contexts = contexts
    collection.tokens = tokens
    collection.shard = part.chosen
    collection.tagger = tagger == .builtin ? try PartOfSpeechTagger.english() : nil
    if planning.plan { return try planning.show(collection, threading.workers) }
    try bounds.collect(collection, to: output, threading.workers) { _ in tokens }
  }
}

extension ContextCounts: ExpressibleByArgument {
  /// Parses the spelling used on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension CollectionPolicy: ExpressibleByArgument {
  /// Parses the spelling used on the command line.
  public init?(argument: String) { self.init(argument) }
}
