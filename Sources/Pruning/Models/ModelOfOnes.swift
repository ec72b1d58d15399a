import LanguageModels

extension Checkpoint.Model {
  /// A model of the same shapes whose weights are all one: what pruning does to it is the mask of its weights.
  var ones: Checkpoint.Model {
    let encoder = Encoder(
      embedding: encoder.embedding.ones,
      layers: encoder.prunable.map {
        RecurrentLayer(
          cell: $0.cell, inputWeights: $0.inputWeights.ones, recurrentWeights: $0.recurrentWeights.ones,
          inputBias: $0.inputBias.ones, recurrentBias: $0.recurrentBias.ones)
      })
    switch self {
    case .encoder, .predictor: return .encoder(encoder)
    case .classifier(let model):
      return .classifier(
        Classifier(
          encoder: encoder, pooling: model.pooling, headWeights: model.headWeights.ones,
          headBias: model.headBias.ones))
    case .languageModel(let model):
      return .languageModel(
        LanguageModel(
          encoder: encoder, decoderWeights: model.tied ? encoder.embedding : model.decoderWeights.ones,
          decoderBias: model.decoderBias.ones))
    }
  }
}

extension Parameter {
  fileprivate var ones: Parameter {
    let ones = Parameter(name: name, shape: shape)
    ones.values.fill(1)
    return ones
  }
}
