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
    /// An encoder with a logistic head.
    case classifier(Classifier)
    /// An encoder with a head of several layers or classes.
    case predictor(Predictor)

    /// The encoder of whatever it is.
    public var encoder: Encoder {
      switch self {
      case .encoder(let encoder): encoder
      case .languageModel(let model): model.encoder
      case .classifier(let classifier): classifier.encoder
      case .predictor(let predictor): predictor.encoder
      }
    }
  }

  /// The file.
  public let path: String
  /// The model.
  public let model: Model
  /// The file's own metadata: empty for a foreign file.
  public let metadata: [String: String]
  /// Floating-point tensors that the model has no use for.
  public let unused: [UnusedTensor]
  /// What was taken for granted; nothing about our own files.
  public let assumptions: [ModelAssumption]
  /// Why the file's head is not part of the model, if it has one.
  let headFlaw: CheckpointError?

  /// The encoder of whatever the model is.
  public var encoder: Encoder { model.encoder }
  /// Whether the file holds an encoder and nothing that could read it.
  public var hasNoHead: Bool {
    if case .encoder = model { unused.isEmpty && headFlaw == nil } else { false }
  }
}

extension Checkpoint {
  /// The model as it is to be scored or pruned: all of the file, and a head that is certain.
  ///
  /// - Throws: `CheckpointError.unusedBehindEncoder`, or why there is no head.
  public func scorableModel() throws -> Model {
    guard unused.isEmpty else {
      throw CheckpointError.unusedBehindEncoder(path: path, names: unused.map(\.name))
    }
    if case .encoder = model { throw headFlaw ?? CheckpointError.lacks(path: path, part: .head) }
    return model
  }

  /// The language model, or why there is none; see ``scorableModel()``.
  public func languageModel() throws -> LanguageModel {
    guard case .languageModel(let model) = try scorableModel() else {
      throw CheckpointError.lacks(path: path, part: .decoder)
    }
    return model
  }

  /// The classifier, or why there is none; see ``scorableModel()``.
  public func classifier() throws -> Classifier {
    guard case .classifier(let classifier) = try scorableModel() else {
      throw CheckpointError.lacks(path: path, part: .classifierHead)
    }
    return classifier
  }

  /// The encoder, if it can be trained.
  ///
  /// - Throws: `CheckpointError.notTrainable`.
  public func trainableEncoder() throws -> Encoder {
    guard encoder.stack != nil else {
      let parameter = encoder.parameters.first {
        $0.name.hasSuffix("_reverse") || $0.name.contains("weight_hr")
      }
      throw CheckpointError.notTrainable(path: path, tensor: parameter?.name ?? "")
    }
    return encoder
  }

  /// Rows that an embedding may have beyond its tokens: sizes are rounded up to multiples of 8 to 1024.
  private static let mostPadding = 1023

  /// Throws `CheckpointError.vocabularyMismatch` unless the vocabulary has a token for each embedding row, but for a few
  /// rows of padding, no more than there are tokens.
  public func requireVocabulary(_ tokens: Int, path vocabulary: String) throws {
    let rows = encoder.vocabularySize
    guard (0...min(Self.mostPadding, tokens)).contains(rows - tokens) else {
      throw CheckpointError.vocabularyMismatch(
        checkpoint: path, rows: rows, vocabulary: vocabulary, tokens: tokens)
    }
  }
}
