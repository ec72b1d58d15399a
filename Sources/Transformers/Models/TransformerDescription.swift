import Kernels
import Sites

/// What can be said of a model without reading its weights.
public struct TransformerDescription: Sendable {
  /// The value of `model_type`.
  public let family: String
  /// Whether it predicts the next token.
  public let isCausal: Bool
  /// How many layers it has.
  public let layers: Int
  /// H.
  public let hiddenSize: Int
  /// Query heads, key-value heads and the size of a head.
  public let heads, keyValueHeads, headSize: Int
  /// Neurons of a layer's feed-forward part.
  public let neurons: Int
  /// Tokens of the vocabulary.
  public let vocabularySize: Int
  /// The longest sequence that it was made for.
  public let maximumLength: Int
  /// How many layers look only at a window.
  public let windowedLayers: Int
  /// Numbers in all tensors that the model uses.
  public let parameters: Int
  /// Its sites, layer by layer, with their widths.
  public let sites: [(name: String, width: Int)]
  /// Whether it predicts tokens, and whether with its embedding.
  public let hasLanguageHead, isHeadTied: Bool
  /// How many classes a sequence classifier tells apart; nil without one.
  public let labels: Int?
  /// Tensors in the files that nothing uses.
  public let unusedTensors: [String]
  /// After how many steps a trainer saved it, if `trainer_state.json` says so.
  public let trainingStep: Int?
}

extension Transformer {
  /// What can be said of the model without reading its weights.
  public var summary: TransformerDescription {
    let (model, attention) = (architecture, architecture.attention)
    return TransformerDescription(
      family: family, isCausal: isCausal, layers: model.layers.count, hiddenSize: model.hiddenSize,
      heads: attention.heads, keyValueHeads: attention.keyValueHeads, headSize: attention.headSize,
      neurons: model.mlp.size, vocabularySize: model.vocabularySize, maximumLength: model.maximumLength,
      windowedLayers: model.layers.count { $0.mask != .causal && $0.mask != .full },
      parameters: parameterCount, sites: allSites.map { ($0.name, $0.kind.width(in: model)) },
      hasLanguageHead: heads.language != nil, isHeadTied: heads.language?.isTied ?? false,
      labels: heads.classification?.labels, unusedTensors: unusedTensors,
      trainingStep: (try? FolderFiles(path: path).json("trainer_state.json"))?["global_step"]?.integer)
  }
}
