import TensorFiles

/// Why a file could not serve as a checkpoint.
public enum CheckpointError: Error, Equatable, Sendable {
  /// The tensors don't make up a model known here; `missing` is what was looked for, `tensors` what there is.
  case unknownArchitecture(path: String, missing: ModelPart, tensors: [String])
  /// The file or folder holds a transformer, which isn't read as a recurrent model.
  case transformer(path: String, TransformerTraits)
  /// The folder holds no model.
  case notAModelFolder(path: String, found: [String])
  /// The recurrent weights, `[G H, H]`, have a number of gates that no known cell has, or not the one that
  /// was asked for.
  case unsupportedCell(path: String, tensor: String, shape: [Int], cell: CellKind?)
  /// Several kinds of cell have weights of this shape.
  case ambiguousCell(path: String, tensor: String, candidates: [CellKind])
  /// Several tensors could be the same part of the model. `prefixes` are those that would leave one model.
  case ambiguousPart(path: String, part: ModelPart, candidates: [String], prefixes: [String])
  /// The model has a part that is not computed here.
  case unsupportedPart(path: String, tensor: String, part: UnsupportedPart)
  /// A tensor's shape doesn't fit the others.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// Floating-point tensors that the recognised model doesn't use, and that may stand before or inside the
  /// encoder: its activations would be wrong.
  case unusedTensors(path: String, names: [String])
  /// Tensors behind the encoder that the recognised model doesn't use: its scores would be wrong.
  case unusedBehindEncoder(path: String, names: [String])
  /// Something without tensors may stand behind these layers of the head.
  case needsActivation(path: String, layers: [String])
  /// The head has neither an output for each token, nor one for each of at most so many classes.
  case unscorableHead(path: String, tensor: String, outputs: Int, limit: Int)
  /// The vocabulary has another number of tokens than the embedding has rows.
  case vocabularyMismatch(checkpoint: String, rows: Int, vocabulary: String, tokens: Int)
  /// A decoder or a classifier head was needed, and the checkpoint has none.
  case lacks(path: String, part: ModelPart)
  /// Training is written for layers of one direction without a projection.
  case notTrainable(path: String, tensor: String)
  /// The file is a snapshot or another of our files.
  case notACheckpoint(path: String, format: String)
  /// The version of the file is newer than this program.
  case unsupportedVersion(path: String, found: String)
}

/// A part of a model that is looked for.
public enum ModelPart: String, Sendable {
  case recurrentLayers = "recurrent layers"
  case recurrentWeights = "recurrent weights"
  case embedding
  case decoder
  case classifierHead = "classifier head"
  case head
}

/// A part of a model that is recognised and not computed.
public enum UnsupportedPart: Sendable, Equatable {
  /// Weights as integers with scales.
  case quantized
  /// A projection of the hidden state in a cell that has none in PyTorch.
  case projection
  /// Weights that are made of others when the model runs, as weight normalisation does.
  case parametrization
  /// One-hot input of more tokens than the identity is kept for.
  case wideOneHot(limit: Int)
}
