import Kernels
import TensorFiles

extension Checkpoint {
  /// Reads a safetensors file whose names follow PyTorch's habits; sizes are inferred from shapes.
  ///
  /// - Parameter cell: tells a tanh from a ReLU network, whose weights look alike; elsewhere it must agree
  ///   with the shapes.
  /// - Throws: `TensorFileError` for a file that is not sound, `CheckpointError` for one that is no model.
  public init(contentsOf path: String, cell: CellKind? = nil) throws {
    let file = try SafetensorsFile(path: path)
    if let format = file.metadata["format"], format.hasPrefix("txray.") {
      guard format == Self.format else { throw CheckpointError.notACheckpoint(path: path, format: format) }
      let version = file.metadata["version"] ?? "none"
      guard version == Self.version else {
        throw CheckpointError.unsupportedVersion(path: path, found: version)
      }
    }
    self.path = path
    metadata = file.metadata
    model = try ModelAssembly(file, cell: cell).model()
  }
}

/// Finds the parts of a model among named tensors.
private struct ModelAssembly {
  private let file: SafetensorsFile
  private let cell: CellKind?

  init(_ file: SafetensorsFile, cell: CellKind?) {
    self.file = file
    self.cell = cell ?? file.metadata["cell"].flatMap(CellKind.init)
  }

  func model() throws -> Checkpoint.Model {
    let encoder = try encoder()
    let (classes, size) = (encoder.configuration.vocabularySize, encoder.configuration.hiddenSize)
    for pooling in Pooling.allCases {
      let shape = [1, pooling.width(hiddenSize: size)]
      guard let head = matrix(shape: shape, besides: encoder) else { continue }
      return .classifier(
        Classifier(
          encoder: encoder, pooling: pooling,
          headWeights: try parameter(head, as: "classifier.weight", shape: shape),
          headBias: try parameter(biasName(head), as: "classifier.bias", shape: [1])))
    }
    if let decoder = matrix(shape: [classes, size], besides: encoder) {
      let weights = try parameter(decoder, as: "decoder.weight", shape: [classes, size])
      let bias = try parameter(biasName(decoder), as: "decoder.bias", shape: [classes])
      let shared = weights.values.buffer.elementsEqual(encoder.embedding.values.buffer)
      return .languageModel(
        LanguageModel(
          encoder: encoder, decoderWeights: shared ? encoder.embedding : weights, decoderBias: bias))
    }
    if encoder.configuration.embeddingSize == size, let name = name(endingWith: "decoder.bias") {
      let bias = try parameter(name, as: "decoder.bias", shape: [classes])
      return .languageModel(
        LanguageModel(encoder: encoder, decoderWeights: encoder.embedding, decoderBias: bias))
    }
    return .encoder(encoder)
  }

  private func encoder() throws -> Encoder {
    guard let first = name(endingWith: "weight_ih_l0") else {
      throw missing("recurrent weights (a tensor named …weight_ih_l0)")
    }
    let prefix = String(first.dropLast("weight_ih_l0".count))
    let layers = try (0...).prefix { file.tensor(named: "\(prefix)weight_ih_l\($0)") != nil }
      .map { try layer($0, prefix: prefix) }
    let names = ["encoder.weight", "embedding.weight", "embeddings.weight", "embed.weight", "emb.weight"]
    guard let embedding = names.lazy.compactMap({ name(endingWith: $0) }).first else {
      throw missing("an embedding (a tensor named …encoder.weight or …embedding.weight)")
    }
    guard let shape = file.tensor(named: embedding)?.shape, shape.count == 2, shape[0] > 0 else {
      throw missing("an embedding of two dimensions")
    }
    guard shape[1] == layers[0].inputSize else {
      throw CheckpointError.wrongShape(
        path: file.path, tensor: embedding, expected: [shape[0], layers[0].inputSize], found: shape)
    }
    return Encoder(
      embedding: try parameter(embedding, as: "encoder.weight", shape: shape), layers: layers)
  }

  private func layer(_ index: Int, prefix: String) throws -> RecurrentLayer {
    let recurrent = "\(prefix)weight_hh_l\(index)"
    guard let shape = file.tensor(named: recurrent)?.shape, shape.count == 2, shape[1] > 0 else {
      throw missing("recurrent weights of two dimensions (\(recurrent))")
    }
    let cell = try cellKind(recurrent, shape)
    let input = "\(prefix)weight_ih_l\(index)"
    guard let inputShape = file.tensor(named: input)?.shape, inputShape.count == 2, inputShape[1] > 0,
      inputShape[0] == shape[0], index == 0 || inputShape[1] == shape[1]
    else {
      throw CheckpointError.wrongShape(
        path: file.path, tensor: input, expected: [shape[0], shape[1]],
        found: file.tensor(named: input)?.shape ?? [])
    }
    func bias(_ name: String) throws -> Parameter {
      try parameter("\(prefix)\(name)_l\(index)", as: "rnn.\(name)_l\(index)", shape: [shape[0]])
    }
    return RecurrentLayer(
      cell: cell, inputWeights: try parameter(input, as: "rnn.weight_ih_l\(index)", shape: inputShape),
      recurrentWeights: try parameter(recurrent, as: "rnn.weight_hh_l\(index)", shape: shape),
      inputBias: try bias("bias_ih"), recurrentBias: try bias("bias_hh"))
  }

  /// The kind of cell whose gates fill a matrix `[G H, H]`.
  private func cellKind(_ tensor: String, _ shape: [Int]) throws -> CellKind {
    let fitting = CellKind.allCases.filter { $0.gates * shape[1] == shape[0] }
    if let cell, fitting.contains(cell) { return cell }
    guard let only = fitting.first, cell == nil else {
      throw CheckpointError.unsupportedCell(path: file.path, tensor: tensor, shape: shape, cell: cell)
    }
    guard fitting.count == 1 else {
      throw CheckpointError.ambiguousCell(path: file.path, tensor: tensor, candidates: fitting)
    }
    return only
  }

  private func parameter(_ name: String, as own: String, shape: [Int]) throws -> Parameter {
    let tensor = try file.requiredTensor(named: name)
    guard tensor.shape == shape else {
      throw CheckpointError.wrongShape(
        path: file.path, tensor: name, expected: shape, found: tensor.shape)
    }
    return Parameter(name: own, shape: shape, values: FloatBuffer(try file.floats(name)))
  }

  /// A matrix of this shape that is neither the embedding nor part of a recurrent layer.
  private func matrix(shape: [Int], besides encoder: Encoder) -> String? {
    file.tensors.first { tensor in
      tensor.shape == shape && !tensor.name.contains("weight_ih_l") && !tensor.name.contains("weight_hh_l")
        && !tensor.name.hasSuffix("encoder.weight") && !tensor.name.hasSuffix("embedding.weight")
    }?.name
  }

  private func biasName(_ weights: String) -> String { "\(weights.dropLast("weight".count))bias" }

  private func name(endingWith suffix: String) -> String? {
    file.tensors.first { $0.name == suffix || $0.name.hasSuffix(".\(suffix)") }?.name
  }

  private func missing(_ what: String) -> CheckpointError {
    .unknownArchitecture(path: file.path, missing: what, tensors: file.tensors.map(\.name))
  }
}
