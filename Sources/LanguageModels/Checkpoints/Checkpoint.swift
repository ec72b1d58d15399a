import TensorFiles

/// Weights with what is known of their origin.
public struct Checkpoint: Sendable {
  /// The value of `format` in the metadata of our own checkpoints.
  public static let format = "txray.checkpoint"
  /// The version of that format.
  public static let version = "1"

  /// What the weights make up.
  public enum Model: Sendable {
    /// An encoder alone.
    case encoder(Encoder)
    /// An encoder with a decoder.
    case languageModel(LanguageModel)
    /// An encoder with a classification head.
    case classifier(Classifier)

    /// The encoder of whatever it is.
    public var encoder: Encoder {
      switch self {
      case .encoder(let encoder): encoder
      case .languageModel(let model): model.encoder
      case .classifier(let classifier): classifier.encoder
      }
    }
  }

  /// The file.
  public let path: String
  /// The model.
  public let model: Model
  /// The file's own metadata: empty for a foreign file.
  public let metadata: [String: String]

  /// The encoder of whatever the model is.
  public var encoder: Encoder { model.encoder }

  /// The language model, or `CheckpointError.lacks`.
  public func languageModel() throws -> LanguageModel {
    guard case .languageModel(let model) = model else {
      throw CheckpointError.lacks(path: path, part: "decoder")
    }
    return model
  }

  /// The classifier, or `CheckpointError.lacks`.
  public func classifier() throws -> Classifier {
    guard case .classifier(let classifier) = model else {
      throw CheckpointError.lacks(path: path, part: "classifier head")
    }
    return classifier
  }

  /// Throws `CheckpointError.vocabularyMismatch` unless the vocabulary has a token for each embedding row.
  public func requireVocabulary(_ tokens: Int, path vocabulary: String) throws {
    let rows = encoder.configuration.vocabularySize
    guard rows == tokens else {
      throw CheckpointError.vocabularyMismatch(
        checkpoint: path, rows: rows, vocabulary: vocabulary, tokens: tokens)
    }
  }
}
