import TensorFiles

/// Why a file could not serve as a checkpoint.
public enum CheckpointError: Error, Equatable, Sendable {
  /// The tensors don't make up a model known here; `missing` is what was looked for, `tensors` what there is.
  case unknownArchitecture(path: String, missing: String, tensors: [String])
  /// The recurrent weights, `[G H, H]`, have a number of gates that no known cell has, or not the one that
  /// was asked for.
  case unsupportedCell(path: String, tensor: String, shape: [Int], cell: CellKind?)
  /// Several kinds of cell have weights of this shape.
  case ambiguousCell(path: String, tensor: String, candidates: [CellKind])
  /// Several tensors could be the same part of the model.
  case ambiguousPart(path: String, part: String, candidates: [String])
  /// The model has a part that is not computed here.
  case unsupportedPart(path: String, tensor: String, part: String)
  /// A tensor's shape doesn't fit the others.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// The vocabulary has another number of tokens than the embedding has rows.
  case vocabularyMismatch(checkpoint: String, rows: Int, vocabulary: String, tokens: Int)
  /// A decoder or a classifier head was needed, and the checkpoint has none.
  case lacks(path: String, part: String)
  /// The file is a snapshot or another of our files.
  case notACheckpoint(path: String, format: String)
  /// The version of the file is newer than this program.
  case unsupportedVersion(path: String, found: String)
}
