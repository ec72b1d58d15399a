import ArgumentParser
import Experiments
import Kernels
import NeuronPreferences
import Tagging
import Transformers

extension TokenUnit: ExpressibleByArgument {}

/// `txray collect --checkpoint FOLDER`: the same command for a transformer, which brings its tokenizer.
struct CollectTransformerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect-transformer",
    abstract: "Run a transformer over a text and write what every neuron prefers to a snapshot.",
    usage: """
      txray collect --checkpoint <folder> --corpus <file>
        --stage <name> --output <file> [--sites <pattern>] [<options>]
      """,
    discussion: """
      A neuron is an input of a feed-forward layer's last product (blocks.N.mlp.hook_post). --sites takes \
      other places by TransformerLens' names, with * for any: blocks.*.hook_resid_post, blocks.3.attn.hook_z; \
      several are separated by commas.

      Tokens are the tokenizer's pieces, or the words with --feature word, and each has the tag of the word that it \
      is of. Special tokens are read, but stand for no text: no neuron prefers them, and the snapshot says how many \
      they were. Documents longer than the model's window are read in windows, each with the end of the one before, \
      which is context and counts once.

      Policies: \(CollectionPolicy.help). Give --policy and --output once for each.
      """,
    shouldDisplay: false)

  @OptionGroup var model: TransformerOptions
  @Option(help: "Where activations are read: names with * for any, separated by commas.")
  var sites = Transformer.defaultSites
  @Option(help: "Tokens read at once. (default: what the model was made for, at most 4096)")
  var window: Int?
  @Option(
    help: """
      Tokens that each window of a longer document but its first reads again without counting them. (default: \
      a quarter of the window)
      """)
  var overlap: Int?
  @Option(
    help: """
      What is counted: piece, or word: each word once, by its last piece in a causal model, by its strongest in one that \
      sees both sides. Snapshots of either are never compared with the other's.
      """)
  var feature: TokenUnit = .piece
  @OptionGroup var corpus: CorpusOptions
  @Option(help: "The stage's name.") var stage: String
  @Option(help: "The snapshot to write; one for each --policy.", completion: .file()) var output: [String]
  @Option(help: "Which activations of a token count: \(CollectionPolicy.syntax). (default: max1)")
  var policy: [CollectionPolicy] = []
  @Option(help: "STRONGEST,SAMPLED: firings of each neuron that are kept with the tokens around them.")
  var contexts = ContextCounts.usual
  @Option(help: "builtin tags the words that the text leaves untagged; none uses the text's own tags only.")
  var tagger: CollectCommand.Tagger = .builtin
  @Option(help: "Read whole documents until there are at least so many words.") var tokens: Int?
  @Option(
    help: "The model that this one was trained from, to tell displaced neurons from forgotten ones.",
    completion: .file())
  var parent: String?
  @OptionGroup var bounds: MemoryOptions
  @OptionGroup var part: ShardOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var threading: ThreadOptions

  private var reading: TransformerReading {
    TransformerReading(sites: sites, window: window, overlap: overlap)
  }
  private var policies: [CollectionPolicy] { policy.isEmpty ? [.max1] : policy }

  func validate() throws {
    if let tokens, tokens < 1 { throw ValidationError("--tokens takes a number of at least 1") }
    if output.count != policies.count {
      throw ValidationError("give as many --output as --policy: \(policies.count), not \(output.count)")
    }
    if Set(output).count != output.count { throw ValidationError("two --output name the same file") }
    try bounds.validate(corpus: corpus.corpus, planning)
    if corpus.corpus == "-", feature == .word {
      throw ValidationError("--feature word reads the text twice: write it to a file first")
    }
    if corpus.corpus == "-", let policy = policies.first(where: \.kind.needsThresholds) {
      throw ValidationError(
        "\(policy.kind.syntax) reads the text twice, and standard input can be read once: write it to a file first"
      )
    }
  }

  func run() throws {
    let folder = try model.load()
    let digest = try folder.digest()
    var collection = CorpusCollection(
      model: .transformer(folder.model, reading),
      origin: SnapshotOrigin(
        stage: stage, checkpoint: model.checkpoint, checkpointHash: digest, lineage: [digest],
        corpus: corpus.corpus, program: ProgramVersion.program),
      encoder: .pieces(try folder.requiredTokenizer()), corpus: corpus.runCorpus.description)
    if let parent {
      let before = try model.load(parent)
      try collection.compare(
        with: .transformer(before.model, reading), digest: try before.digest())
    }
    collection.policies = policies
    collection.contexts = contexts
    collection.feature = feature
    collection.tokens = tokens
    collection.shard = part.chosen
    collection.tagger = tagger == .builtin ? try PartOfSpeechTagger.english() : nil
    if planning.plan { return try planning.show(collection, threading.workers) }
    try bounds.collect(collection, to: output, threading.workers) { $0.isThresholdPass ? tokens : nil }
  }
}
