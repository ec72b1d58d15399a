import ArgumentParser
import Corpora
import Experiments
import Kernels
import LanguageModels
import NeuronPreferences

struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Run a checkpoint over a text and write what every neuron prefers to a snapshot.",
    discussion: """
      With --shard I/N only part I of N (from 1) of the documents is collected; `txray merge` puts the parts
      together to the same bits as one collection.

      With --parent, the checkpoint that this one was trained from reads the same text beside it. A neuron that
      lost its wins but still does what it did is then called displaced instead of forgotten. It takes twice
      the time. `txray run` does so by itself for fine-tuned stages.
      """)

  @OptionGroup var model: CheckpointOptions
  @Option(help: "Its vocabulary, one token a line.", completion: .file()) var vocabulary: String
  @OptionGroup var corpus: CorpusOptions
  @Option(help: "The stage's name.") var stage: String
  @Option(help: "The snapshot to write.", completion: .file()) var output: String
  @Option(help: "max1, abs-max1 or topk:K: which activations of a token count.")
  var policy: CollectionPolicy = .max1
  @Option(help: "builtin tags the words that the text leaves untagged; none uses the text's own tags only.")
  var tagger: Tagger = .builtin
  @Option(help: "Read whole documents until there are at least so many tokens.") var tokens: Int?
  @Option(
    help: "The checkpoint that this one was trained from, to tell displaced neurons from forgotten ones.",
    completion: .file())
  var parent: String?
  @Option(help: "I/N: collect part I of N.") var shard: Shard?
  @Option(help: "Threads to use; results don't depend on it.") var threads: Int?

  enum Tagger: String, ExpressibleByArgument, CaseIterable {
    case builtin, none
  }

  struct Shard: ExpressibleByArgument {
    let index: Int
    let count: Int

    init?(argument: String) {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let part = parts[0], let count = parts[1], count > 0, (1...count).contains(part)
      else { return nil }
      index = part - 1
      self.count = count
    }
  }

  func run() throws {
    let (checkpoint, vocabulary) = try model.load(vocabulary: self.vocabulary)
    let digest = try SHA256.hexDigest(ofFileAt: model.checkpoint)
    var collection = CorpusCollection(
      checkpoint: checkpoint,
      origin: SnapshotOrigin(
        stage: stage, checkpoint: model.checkpoint, checkpointHash: digest,
        lineage: [checkpoint.metadata["lineage"] ?? digest], corpus: corpus.corpus, program: "txray"),
      vocabulary: vocabulary, corpus: corpus.runCorpus.description)
    if let parent {
      let before = try model.load(parent)
      try before.requireVocabulary(vocabulary.count, path: self.vocabulary)
      try collection.compare(with: before, digest: try SHA256.hexDigest(ofFileAt: parent))
    }
    collection.policy = policy
    collection.tokens = tokens
    collection.shard = shard.map { ($0.index, $0.count) }
    collection.tagger = tagger == .builtin ? try PartOfSpeechTagger.english() : nil
    Interruption.watch()
    let progress = ProgressDisplay()
    defer { progress.finish() }
    let draft = try collection.run(workers: Workers(threads: threads)) { tokens in
      if Interruption.happened { throw RunError.interrupted(checkpoint: nil, savedEpochs: 0) }
      progress.show(.collecting(stage: stage, done: tokens, total: self.tokens))
    }
    try draft.write(to: output)
    progress.show(.collected(stage: stage, tokens: draft.counts.tokensScanned, path: output))
  }
}

extension CollectionPolicy: ExpressibleByArgument {
  /// Reads it as the command line spells it.
  public init?(argument: String) { self.init(argument) }
}

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put the snapshots of the parts of one collection together.")

  @Argument(help: "Snapshots made with --shard.", completion: .file()) var parts: [String]
  @Option(help: "The snapshot to write.", completion: .file()) var output: String

  func run() throws {
    let draft = try SnapshotDraft(merging: parts.map { try Snapshot(path: $0) })
    try draft.write(to: output)
    StandardStream.error.write(
      "\(draft.origin.stage)  \(grouped(draft.counts.tokensScanned)) tokens  \(output)\n")
  }
}
