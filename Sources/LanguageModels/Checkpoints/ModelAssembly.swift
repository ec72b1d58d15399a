import Kernels
import TensorFiles

/// Finds the parts of a model among named tensors.
///
/// Names are matched from their end, so prefixes (`module.`, `_orig_mod.`, `pretrained_model.`) don't matter.
/// Where two tensors could be the same part, nothing is guessed: the candidates are named in an error.
struct ModelAssembly {
  let file: TensorArchive
  /// Tensors that may be part of the model.
  let tensors: [ArchivedTensor]
  private let cell: CellKind?

  init(_ file: TensorArchive, cell: CellKind?, prefix: String = "") {
    self.file = file
    self.cell = cell
    tensors = file.tensors.filter {
      $0.elementType.isFloatingPoint && $0.name.hasPrefix(prefix) && !$0.name.hasPrefix("optim")
    }
  }

  func model() throws -> Checkpoint.Model {
    let stack = try recurrentPrefix()
    let layers = try self.layers(stack)
    let table = try embedding(width: layers[0].inputSize, besides: stack)
    let encoder = Encoder(
      embedding: try parameter(table.name, as: "encoder.weight", shape: table.shape), layers: layers)
    let (classes, size) = (encoder.configuration.vocabularySize, encoder.configuration.hiddenSize)
    for pooling in Pooling.allCases {
      let shape = [1, pooling.width(hiddenSize: size)]
      guard let head = try matrix("classifier head", shape: shape, besides: table.name, stack: stack) else {
        continue
      }
      return .classifier(
        Classifier(
          encoder: encoder, pooling: pooling,
          headWeights: try parameter(head, as: "classifier.weight", shape: shape),
          headBias: try bias(beside: head, as: "classifier.bias", count: 1)))
    }
    if let decoder = try matrix("decoder", shape: [classes, size], besides: table.name, stack: stack) {
      let weights = try parameter(decoder, as: "decoder.weight", shape: [classes, size])
      let bias = try bias(beside: decoder, as: "decoder.bias", count: classes)
      let shared = weights.values.buffer.elementsEqual(encoder.embedding.values.buffer)
      return .languageModel(
        LanguageModel(
          encoder: encoder, decoderWeights: shared ? encoder.embedding : weights, decoderBias: bias))
    }
    if encoder.configuration.embeddingSize == size,
      let name = tensors.first(where: { $0.name.isPath(endingWith: "decoder.bias") })?.name
    {
      let bias = try parameter(name, as: "decoder.bias", shape: [classes])
      return .languageModel(
        LanguageModel(encoder: encoder, decoderWeights: encoder.embedding, decoderBias: bias))
    }
    return .encoder(encoder)
  }

  // MARK: Recurrent layers

  /// What stands before `weight_ih_l0`.
  private func recurrentPrefix() throws -> String {
    let first = "weight_ih_l0"
    let found = tensors.map(\.name).filter { $0.isPath(endingWith: first) }
    guard let name = found.first else { throw missing("recurrent weights (a tensor named …\(first))") }
    guard found.count == 1 else { throw ambiguous("recurrent layers", found) }
    let prefix = String(name.dropLast(first.count))
    for (suffix, part) in [("\(first)_reverse", "a bidirectional layer"), ("weight_hr_l0", "a projection")]
    where file.tensor(named: prefix + suffix) != nil {
      throw CheckpointError.unsupportedPart(path: file.path, tensor: prefix + suffix, part: part)
    }
    return prefix
  }

  private func layers(_ prefix: String) throws -> [RecurrentLayer] {
    try (0...).prefix { file.tensor(named: "\(prefix)weight_ih_l\($0)") != nil }
      .map { try layer($0, prefix: prefix) }
  }

  private func layer(_ index: Int, prefix: String) throws -> RecurrentLayer {
    let recurrent = "\(prefix)weight_hh_l\(index)"
    guard let shape = file.tensor(named: recurrent)?.shape, shape.count == 2, shape[1] > 0 else {
      throw missing("recurrent weights of two dimensions (\(recurrent))")
    }
    let cell = try cellKind(recurrent, shape, prefix: prefix)
    let input = "\(prefix)weight_ih_l\(index)"
    guard let inputShape = file.tensor(named: input)?.shape, inputShape.count == 2, inputShape[1] > 0,
      inputShape[0] == shape[0], index == 0 || inputShape[1] == shape[1]
    else {
      throw CheckpointError.wrongShape(
        path: file.path, tensor: input, expected: [shape[0], shape[1]],
        found: file.tensor(named: input)?.shape ?? [])
    }
    func bias(_ name: String) throws -> Parameter {
      try parameter(
        "\(prefix)\(name)_l\(index)", as: "rnn.\(name)_l\(index)", shape: [shape[0]], zerosIfMissing: true)
    }
    return RecurrentLayer(
      cell: cell, inputWeights: try parameter(input, as: "rnn.weight_ih_l\(index)", shape: inputShape),
      recurrentWeights: try parameter(recurrent, as: "rnn.weight_hh_l\(index)", shape: shape),
      inputBias: try bias("bias_ih"), recurrentBias: try bias("bias_hh"))
  }

  /// The kind of cell whose gates fill a matrix `[G H, H]`.
  private func cellKind(_ tensor: String, _ shape: [Int], prefix: String) throws -> CellKind {
    let fitting = CellKind.allCases.filter { $0.gates * shape[1] == shape[0] }
    let cell = cell ?? recordedCell(prefix: prefix)
    if let cell, fitting.contains(cell) { return cell }
    guard let only = fitting.first, cell == nil else {
      throw CheckpointError.unsupportedCell(path: file.path, tensor: tensor, shape: shape, cell: cell)
    }
    guard fitting.count == 1 else {
      throw CheckpointError.ambiguousCell(path: file.path, tensor: tensor, candidates: fitting)
    }
    return only
  }

  /// The kind that the file names: our own metadata, or a pickled module's `mode`.
  private func recordedCell(prefix: String) -> CellKind? {
    let key = "\(prefix)mode"
    let named = file.metadata["cell"] ?? file.metadata.first { $0.key.isPath(endingWith: key) }?.value
    return named.flatMap(CellKind.init)
  }

  // MARK: Values

  private func bias(beside weights: String, as own: String, count: Int) throws -> Parameter {
    try parameter(biasName(weights), as: own, shape: [count], zerosIfMissing: true)
  }

  /// Reads a tensor. A layer made without biases computes as if they were zero.
  private func parameter(
    _ name: String, as own: String, shape: [Int], zerosIfMissing: Bool = false
  ) throws -> Parameter {
    guard let tensor = file.tensor(named: name) else {
      if zerosIfMissing { return Parameter(name: own, shape: shape) }
      throw TensorFileError.missingTensor(path: file.path, tensor: name)
    }
    guard tensor.shape == shape else {
      throw CheckpointError.wrongShape(path: file.path, tensor: name, expected: shape, found: tensor.shape)
    }
    return Parameter(name: own, shape: shape, values: FloatBuffer(try file.floats(name)))
  }

  func missing(_ what: String) -> CheckpointError {
    .unknownArchitecture(
      path: file.path, missing: what, tensors: file.tensors.map { "\($0.name) \($0.shape)" })
  }

  func ambiguous(_ part: String, _ candidates: [String]) -> CheckpointError {
    .ambiguousPart(path: file.path, part: part, candidates: candidates)
  }
}
