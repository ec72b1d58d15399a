import TensorFiles

/// Why a snapshot could not be read, compared or merged.
public enum SnapshotError: Error, Equatable, Sendable {
  /// The file below it could not be read or written.
  case file(TensorFileError)
  /// A sound safetensors file, but no snapshot: probably a checkpoint. `format` is what it calls itself.
  case notASnapshot(path: String, format: String?)
  /// Written in a later or withdrawn version of the layout.
  case unsupportedVersion(path: String, found: String, supported: Int)
  /// A fact is missing from `__metadata__`, or not to be understood.
  case badMetadata(path: String, key: String, found: String?)
  /// The tensors contradict each other; `index` is the first element seen to do so.
  case inconsistent(path: String, tensor: String, index: Int)
  /// The snapshots were not taken at the same sites.
  case differentSites(a: String, b: String)
  /// The snapshots were collected under different policies.
  case differentPolicies(a: CollectionPolicy, b: CollectionPolicy)
  /// One counts tokens and the other whole words, or words by other pieces of theirs; nil stands for tokens.
  case differentFeatures(a: String?, b: String?)
  /// Different tokenizers cut their texts, so that tokens of one name are not the same tokens.
  case differentTokenizers(a: String, b: String)
  /// One of them carries no tags.
  case noTags(path: String)
}
