import NeuronPreferences
import Transformers

/// The weights of a stage, opened far enough to be known by their digest.
struct StageWeights {
  /// What reads them.
  enum Kind {
    /// A file, and its vocabulary where that is not the run's.
    case recurrent(path: String, vocabulary: String?)
    /// A folder or GGUF file.
    case transformer(TransformerFolder)
    /// The files of one recording.
    case recording([String])
  }

  /// What the run calls them.
  let name: String
  let kind: Kind
  /// SHA-256 of the weights; of a recording that of its files.
  let digest: String
  /// Digests of the models that `[models]` says they descend from, as ``SnapshotOrigin/lineage`` has them.
  var ancestors: [String] = []

  /// What they are, for messages.
  var modelKind: ModelReference.Kind {
    switch kind {
    case .recurrent: .recurrent
    case .transformer: .transformer
    case .recording: .recording
    }
  }
}
