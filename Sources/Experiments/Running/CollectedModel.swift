import Kernels
import LanguageModels
import Sites
import Transformers

/// A model of any kind, as collection takes it.
public enum CollectedModel: Sendable {
  /// A recurrent model: all its layers.
  case recurrent(Checkpoint)
  /// A transformer, and how it is read.
  case transformer(Transformer, TransformerReading)

  /// What reads documents. Packs the weights that the sites need.
  ///
  /// - Throws: `TransformerError`, `TensorFileError`.
  public func source(_ workers: Workers) throws -> any ActivationSource {
    switch self {
    case .recurrent(let checkpoint): ActivationReader(checkpoint.encoder, workers: workers)
    case .transformer(let model, let reading): try TransformerReader(model, reading, workers: workers)
    }
  }

  /// The file or folder.
  public var path: String {
    switch self {
    case .recurrent(let checkpoint): checkpoint.path
    case .transformer(let model, _): model.path
    }
  }

  /// What identifies its training, if the file says so.
  public var lineage: String? {
    guard case .recurrent(let checkpoint) = self else { return nil }
    return checkpoint.metadata["lineage"]
  }
}

/// Why a model and a tokenizer can't be used together.
public enum CollectedModelError: Error, Equatable, Sendable {
  /// The tokenizer makes an id that the model has no embedding for.
  case tokenBeyondEmbedding(path: String, id: Int32, rows: Int)

  /// Makes sure that a model of so many rows has an embedding for each token.
  ///
  /// - Throws: ``tokenBeyondEmbedding(path:id:rows:)``.
  public static func check(_ ids: [Int32], rows: Int, path: String) throws(CollectedModelError) {
    if let id = ids.first(where: { $0 >= rows }) {
      throw .tokenBeyondEmbedding(path: path, id: id, rows: rows)
    }
  }
}
