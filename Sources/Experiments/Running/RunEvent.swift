import LanguageModels
import NeuronPreferences

/// What a run tells its user while it works.
public enum RunEvent: Sendable {
  /// Weights that lie outside of the run are about to be read, of so many bytes.
  case opening(model: String, path: String, bytes: Int)
  /// Weights that lie outside of the run were held together before anything is collected from them.
  case audited(StageAudit)
  /// A corpus is being read for the first time.
  case reading(corpus: String)
  /// The vocabulary stands.
  case vocabulary(tokens: Int, path: String)
  /// A training starts, or goes on after `epoch` epochs that an earlier run saved.
  case training(checkpoint: String, afterEpoch: Int)
  /// A minibatch was learnt.
  case progress(checkpoint: String, EpochProgress)
  /// An epoch was learnt and saved.
  case epoch(checkpoint: String, EpochReport)
  /// A training ended.
  case trained(checkpoint: String, bestEpoch: Int, path: String)
  /// Documents of a stage were collected.
  case collecting(stage: String, done: Int, total: Int?)
  /// Something was taken for granted in reading a checkpoint.
  case assumed(path: String, ModelAssumption)
  /// Tensors behind a checkpoint's encoder have no place in the model.
  case unused(path: String, tensors: [String])
  /// A text was read whose words a checkpoint's vocabulary has, or lacks.
  case unknownWords(path: String, UnknownWords)
  /// The vocabulary of a foreign checkpoint has a token for the ends of lines, and the text has none.
  case lacksLineEnds(path: String)
  /// A snapshot was written.
  case collected(stage: String, policy: CollectionPolicy, tokens: Int, path: String)
  /// So many epochs of a training that has ended have no snapshot, and their weights were not kept: it is there only where
  /// the checkpoint at `path` is trained anew.
  case epochsLost(Int, path: String)
  /// Nothing was to be done: the file is there and was made by the same recipe.
  case upToDate(path: String)
}

/// Why a run could not go on.
public enum RunError: Error, Equatable, Sendable {
  /// The file was made from other settings or another text than `run.toml` now names.
  case stale(path: String, setting: String)
  /// Weights that `[models]` names are not where it says, and how the run says they are to be had.
  case missingModel(name: String, path: String, obtain: String? = nil)
  /// A stage has a key that weights of its kind have no use for.
  case unfitKey(stage: String, key: String, kind: ModelReference.Kind)
  /// A stage needs a key that it doesn't have.
  case missingKey(stage: String, key: String, kind: ModelReference.Kind)
  /// A recurrent model came without its vocabulary.
  case noVocabulary(model: String, path: String)
  /// A labelled corpus was needed.
  case noLabels(corpus: String, path: String)
  /// Both classes are needed to learn from, and to score; all `labels` lie on one side of `positiveAbove`.
  case oneClass(corpus: String, path: String, positiveAbove: Double, labels: [Double])
  /// A label or tag is none of a head's classes, which are numbers from 0 or have names.
  case unknownClass(path: String, line: Int, label: String, classes: Int, hasNames: Bool)
  /// Another number of class names than the head has outputs.
  case classCount(path: String, names: Int, outputs: Int)
  /// The user stopped the run; what was saved stays.
  case interrupted(checkpoint: String?, savedEpochs: Int)
}
