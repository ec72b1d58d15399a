import Files
import NeuronPreferences
import Runs

/// A run that is about to be made of models and texts that lie elsewhere: what was said about it, completed by what the
/// files tell.
public struct RunDraft: Sendable {
  /// A stage, as it was asked for.
  public struct Request: Sendable, Equatable {
    /// Its name; of several models at one path what their names begin with.
    public var name: String
    /// Where its model, or several of them, lies.
    public var model: String
    /// Its text; nil for the run's.
    public var corpus: String?

    /// A stage by its parts.
    public init(name: String, model: String, corpus: String? = nil) {
      (self.name, self.model, self.corpus) = (name, model, corpus)
    }
  }

  /// What goes for all stages.
  public struct Options: Sendable {
    /// The text of stages that name none.
    public var corpus: String?
    /// Adapters' folders by stage.
    public var adapters: [String: String] = [:]
    /// Tokenizers by stage; under an empty name that of all others.
    public var tokenizers: [String: String] = [:]
    /// Which model each was trained from, both by stage.
    public var parents: [String: String] = [:]
    /// Revisions of hub caches; none for the one that the cache calls `main`.
    public var revisions: [String] = []
    /// Of a trainer's checkpoints every so many are taken, and the last.
    public var every = 1
    /// Where activations are read; nil for the default.
    public var sites: String?
    /// Which activations count; nil for the default.
    public var policy: CollectionPolicy?
    /// Tokens of each stage; nil for all.
    public var tokens: Int?
    /// Columns of text and label, where they are not to be guessed.
    public var text, label: String?

    /// Nothing said.
    public init() {}
  }

  /// A model, as `[models]` will name it.
  public struct Model: Sendable {
    /// What it is called, where it lies and whence it comes.
    public var reference: ModelReference
    /// What it turned out to be.
    public let kind: ModelReference.Kind
    /// The same in a line for people.
    public let summary: String
    /// Whether a trainer saved it together with its parent.
    public var isOfOneTraining = false
  }

  /// A text, as `[corpora]` will name it.
  public struct Corpus: Sendable {
    /// What it is called.
    public let name: String
    /// Where it lies now.
    public let source: String
    /// Where it will lie, from the run's folder on.
    public let path: String
    /// How it is to be read.
    public let guess: CorpusGuess
  }

  /// A stage, as `[[stages]]` will have it.
  public struct Stage: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The name of its model.
    public let model: String
    /// The name of its text; nil for a recording, which brings its own.
    public let corpus: String?
  }

  /// The run's folder.
  public let folder: RunFolder
  /// The models, in the order of their stages.
  public internal(set) var models: [Model] = []
  /// The texts, in the order of their stages.
  public internal(set) var corpora: [Corpus] = []
  /// The stages.
  public internal(set) var stages: [Stage] = []
  let options: Options
}

/// Why a run can't be made as it was asked for.
public enum RunDraftError: Error, Equatable, Sendable {
  /// There is a run already; nothing is written over it.
  case exists(path: String)
  /// Nothing lies where a stage's model should.
  case noModel(stage: String, path: String)
  /// Nothing lies where a text should.
  case noCorpus(path: String)
  /// A stage has no text, and none was named for all.
  case corpusUnnamed(stage: String)
  /// Two stages have one name.
  case sameName(String)
  /// A name that no file can have.
  case badName(String)
  /// An option names a stage that there is not.
  case noSuchStage(String, option: String, known: [String])
  /// A hub cache has no such revision, or several that begin so.
  case noSuchRevision(String, path: String, known: [String])
  /// Nothing cuts text into a model's tokens.
  case noTokenizer(stage: String, path: String)
  /// A text has no such column.
  case noSuchColumn(String, path: String, known: [String])
  /// An adapter came without a model to merge it into.
  case adapterAlone(stage: String, path: String)
}
