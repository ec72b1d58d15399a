import NeuronPreferences
import TensorFiles

/// Why a recording could not be read.
public enum RecordingError: Error, Equatable, Sendable {
  /// The file below it could not be read.
  case file(TensorFileError)
  /// A sound safetensors file, but no recording. `format` is what it calls itself.
  case notARecording(path: String, format: String?)
  /// Written in a later or withdrawn version of the layout.
  case unsupportedVersion(path: String, found: String, supported: Int)
  /// A fact is missing from `__metadata__`, or not to be understood.
  case badMetadata(path: String, key: String, found: String?)
  /// The tensors contradict each other or the metadata; `index` is the first element seen to do so.
  case inconsistent(path: String, tensor: String, index: Int)
  /// Two files are not of one recording: `what` differs.
  case notOfOneRecording(what: RecordingDifference, a: String, b: String)
  /// Two files hold the same document, which would be counted twice.
  case documentTwice(document: Int, path: String)
  /// The policy was not recorded; `available` were.
  case policyNotRecorded(path: String, policy: CollectionPolicy, available: [CollectionPolicy])
}

/// What keeps two files from being parts of one recording.
public enum RecordingDifference: String, Sendable {
  case sites, policies, blocks, histogram, thresholds, checkpoint, corpus, tokenizer, vocabulary, lineage
  case world = "number of processes"
  case skippedStarts = "number of tokens left out of each document"
  case alignment = "alignment with the text"
}
