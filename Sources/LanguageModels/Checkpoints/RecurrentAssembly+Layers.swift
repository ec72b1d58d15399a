import TensorFiles

// Recurrent layers.
extension RecurrentAssembly {
  /// The layers of modules that read one another.
  mutating func layers(of modules: [RecurrentModule]) throws -> [EncoderLayer] {
    var layers: [EncoderLayer] = []
    for module in modules {
      for layer in module.layers {
        let index = layers.count
        let forward = try direction(layer.directions[0], index: index, of: module)
        if let below = layers.last, below.outputSize != forward.inputSize {
          let tensor = layer.directions[0][.inputWeights]
          throw CheckpointError.wrongShape(
            path: path, tensor: tensor?.name ?? module.path,
            expected: [forward.inputWeights.shape[0], below.outputSize], found: tensor?.shape ?? [])
        }
        var reverse: RecurrentLayer?
        if layer.directions.count > 1 {
          let tensors = layer.directions[1]
          reverse = try direction(tensors, index: index, of: module, isReverse: true)
          if let reverse, reverse.inputSize != forward.inputSize, let tensor = tensors[.inputWeights] {
            throw CheckpointError.wrongShape(
              path: path, tensor: tensor.name, expected: [tensor.shape[0], forward.inputSize],
              found: tensor.shape)
          }
        }
        layers.append(EncoderLayer(forward, reverse: reverse))
      }
    }
    return layers
  }

  /// One direction of a layer.
  private mutating func direction(
    _ tensors: [RecurrentTensorName.Part: TensorCatalog.Entry], index: Int, of module: RecurrentModule,
    isReverse: Bool = false
  ) throws -> RecurrentLayer {
    guard let recurrent = tensors[.recurrentWeights], recurrent.isMatrix, let input = tensors[.inputWeights]
    else { throw missing(.recurrentWeights) }
    let projection = tensors[.projection]
    let (rows, width) = (recurrent.shape[0], recurrent.shape[1])
    if let projection {
      guard projection.isMatrix, projection.shape[0] == width else {
        throw CheckpointError.wrongShape(
          path: path, tensor: projection.name, expected: [width, rows / 4], found: projection.shape)
      }
    }
    let size = projection?.shape[1] ?? width
    let cell = try cellKind(recurrent, rows: rows, size: size, of: module, layer: index)
    if let projection, cell != .lstm {
      throw CheckpointError.unsupportedPart(path: path, tensor: projection.name, part: .projection)
    }
    guard input.isMatrix, input.shape[0] == rows else {
      throw CheckpointError.wrongShape(
        path: path, tensor: input.name, expected: [rows, width], found: input.shape)
    }
    func own(_ part: RecurrentTensorName.Part) -> String {
      "rnn.\(part.rawValue)_l\(index)" + (isReverse ? "_reverse" : "")
    }
    return RecurrentLayer(
      cell: cell, inputWeights: try parameter(input, as: own(.inputWeights), shape: input.shape),
      recurrentWeights: try parameter(recurrent, as: own(.recurrentWeights), shape: recurrent.shape),
      inputBias: try parameter(tensors[.inputBias], as: own(.inputBias), shape: [rows]),
      recurrentBias: try parameter(tensors[.recurrentBias], as: own(.recurrentBias), shape: [rows]),
      projection: try projection.map { try parameter($0, as: own(.projection), shape: $0.shape) })
  }

  /// The kind of cell whose gates fill `rows` rows with `size` units each.
  private func cellKind(
    _ tensor: TensorCatalog.Entry, rows: Int, size: Int, of module: RecurrentModule, layer: Int
  ) throws -> CellKind {
    let fitting = CellKind.allCases.filter { $0.gates * size == rows }
    let cell = hints.cell ?? recordedCell(module, layer: layer)
    if let cell, fitting.contains(cell) { return cell }
    guard let only = fitting.first, cell == nil else {
      throw CheckpointError.unsupportedCell(path: path, tensor: tensor.name, shape: tensor.shape, cell: cell)
    }
    guard fitting.count == 1 else {
      throw CheckpointError.ambiguousCell(path: path, tensor: tensor.name, candidates: fitting)
    }
    return only
  }

  /// The kind that the file names: our own metadata, one for all layers or one each, or a pickled module's
  /// `mode`.
  private func recordedCell(_ module: RecurrentModule, layer: Int) -> CellKind? {
    let metadata = catalog.file.metadata
    if let named = metadata["cell"]?.split(separator: ",").map(String.init) {
      return CellKind(
        rawValue: named.count == 1 ? named[0] : named.indices.contains(layer) ? named[layer] : "")
    }
    let key = "\(module.path)mode"
    return metadata.first { $0.key.isPath(endingWith: key) }.flatMap { CellKind(rawValue: $0.value) }
  }
}
