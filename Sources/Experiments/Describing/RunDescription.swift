import Corpora
import LanguageModels
import NeuronPreferences
import TensorFiles

/// What `run.toml` says: everything needed to repeat a run, checked before any work starts.
public struct RunDescription: Sendable {
  /// The run's name.
  public var name: String
  /// What every random choice derives from.
  public var seed: UInt64
  /// The corpora by name; paths are resolved against the run's folder.
  public var corpora: [String: RunCorpus]
  /// The weights that lie elsewhere, by name.
  public var models: [String: ModelReference]
  /// Where the vocabulary of what is trained here comes from; nil where all models bring their own.
  public var vocabulary: VocabularySettings?
  /// The sizes of the model to pretrain, nil if the run starts from checkpoints made elsewhere.
  public var model: ModelSettings?
  /// How to pretrain, nil for not at all.
  public var pretrain: PretrainSettings?
  /// What is collected after every epoch of pretraining, nil for nothing.
  public var epochs: EpochSettings?
  /// How to fine-tune, once or several times; the first is what is pruned unless another is named.
  public var finetunes: [FinetuneSettings]
  /// How weights are stored.
  public var checkpointType: ElementType
  /// Whether words that a corpus leaves untagged are tagged by the built-in tagger.
  public var usesTagger: Bool
  /// What is collected, in the order in which it is shown.
  public var stages: [StageSettings]
  /// What is pruned and scored on where a command doesn't say; nil where nothing is said here.
  public var pruning: PruningSettings?
  /// How snapshots are collected on a cluster.
  public var cluster: ClusterSettings
}

/// A corpus with what makes it a task.
public struct RunCorpus: Sendable {
  /// File, format and columns.
  public var description: CorpusDescription
  /// A document belongs to class 1 if its label is above this number.
  public var positiveAbove: Double

  /// A corpus and its threshold.
  public init(description: CorpusDescription, positiveAbove: Double) {
    self.description = description
    self.positiveAbove = positiveAbove
  }
}

/// Where the vocabulary comes from.
public struct VocabularySettings: Equatable, Sendable {
  /// The corpora whose words are counted together.
  public var corpora: [String]
  /// Tokens at most, the special ones included.
  public var limit: Int?
  /// Occurrences at least.
  public var minimumCount: Int
}

/// The sizes of a model.
public struct ModelSettings: Equatable, Sendable {
  /// What the layers are made of.
  public var cell: CellKind
  /// E.
  public var embeddingSize: Int
  /// H.
  public var hiddenSize: Int
  /// L.
  public var layers: Int
  /// Whether the decoder shares the embedding.
  public var tied: Bool
}

/// What both kinds of training have.
public struct TrainingSettings: Equatable, Sendable {
  /// The corpus to learn from.
  public var corpus: String
  /// The corpus to be scored on after every epoch.
  public var heldOut: String
  /// When to slow down and stop.
  public var schedule: TrainingSchedule
  /// The update rule.
  public var optimizer: OptimizerKind
  /// The largest gradient norm, nil for any.
  public var clip: Double?
  /// The share of values dropped between the parts of the model.
  public var dropout: Double
  /// Sequences, or documents, of a minibatch.
  public var batchSize: Int
}

/// How to pretrain.
public struct PretrainSettings: Equatable, Sendable {
  /// What both kinds of training have.
  public var training: TrainingSettings
  /// Tokens through which gradients flow back.
  public var steps: Int
  /// Epochs after which a checkpoint `pretrain-epoch-N` is kept; the best becomes `pretrain`.
  public var keep: [Int]
}

/// How to fine-tune.
public struct FinetuneSettings: Equatable, Sendable {
  /// The checkpoint that it ends with.
  public var name: String
  /// What its random choices derive from; nil for the run's seed.
  public var seed: UInt64?
  /// What both kinds of training have.
  public var training: TrainingSettings
  /// The checkpoint whose encoder is copied.
  public var from: String
  /// Whether the embedding stays as it was.
  public var freezeEmbedding: Bool
  /// What the head reads of a document's states.
  public var pooling: Pooling
}

/// A stage: a label, weights and a corpus.
public struct StageSettings: Equatable, Sendable {
  /// The stage's name, and that of its snapshot file.
  public var name: String
  /// What the explorer calls it.
  public var label: String
  /// Whose activations are collected.
  public var source: StageSource
  /// The corpus, by name; nil for a recording, which brings its text.
  public var corpus: String?
  /// What reads the text beside; nil for the checkpoint that a fine-tuned one was trained from, if any.
  public var parent: StageSource?
  /// Where a transformer's activations are read: names with `*` for any, separated by commas; nil for
  /// `Transformer.defaultSites`.
  public var sites: String?
  /// How many tokens a transformer reads at once, and how many of them again; nil as in `TransformerReading`.
  public var window, overlap: Int?
  /// What is counted of a transformer's text; nil for its pieces.
  public var feature: TokenUnit?
  /// Which activations count; each policy gives a snapshot of its own. Nil for what suits the model.
  public var policies: [CollectionPolicy]?
  /// Tokens to leave out at the start of each document.
  public var skippedStarts: Int
  /// Firings of each neuron that are kept with their context.
  public var contexts: ContextCounts
  /// Tokens to collect over: whole documents until there are at least so many; nil for all.
  public var tokens: Int?
}

extension RunDescription {
  /// How a checkpoint was fine-tuned; where it is not of this run, as the first one.
  func finetune(of checkpoint: String) -> FinetuneSettings? {
    finetunes.first { $0.name == checkpoint } ?? finetunes.first
  }
}

extension StageSettings {
  /// The checkpoint in the run's folder, by name; nil where the weights lie elsewhere.
  public var checkpoint: String? { if case .checkpoint(let name) = source { name } else { nil } }
}

/// Where a stage's weights are.
public enum StageSource: Hashable, Sendable {
  /// In the run's folder `checkpoints`, by name.
  case checkpoint(String)
  /// Under a name of `[models]`.
  case model(String)

  /// The name.
  public var name: String {
    switch self {
    case .checkpoint(let name), .model(let name): name
    }
  }

  /// Whether it was made elsewhere.
  public var isForeign: Bool { if case .model = self { true } else { false } }
}
