import TensorFiles

extension Checkpoint {
  /// Writes a model's tensors under PyTorch's names, each once: a tied decoder is left out and
  /// `"tied": "true"` stands in the metadata.
  ///
  /// - Parameter elementType: `.float32`, `.float16` or `.bfloat16` (rounded to nearest even).
  /// - Throws: `FileError.io`. The file appears whole or not at all.
  public static func write(
    _ model: Model, to path: String, elementType: ElementType, metadata: [String: String]
  ) throws {
    var all = metadata
    all["format"] = format
    all["version"] = version
    let parameters: [Parameter]
    switch model {
    case .encoder(let encoder):
      all["model"] = "encoder"
      parameters = encoder.parameters
    case .languageModel(let model):
      all["model"] = "language model"
      all["tied"] = model.tied ? "true" : "false"
      parameters = model.parameters
    case .classifier(let classifier):
      all["model"] = "classifier"
      parameters = classifier.parameters
    case .predictor(let predictor):
      all["model"] = "predictor"
      parameters = predictor.parameters
    }
    all["cell"] = model.encoder.cells
    var writer = SafetensorsWriter(metadata: all)
    for parameter in parameters {
      writer.add(
        parameter.name, shape: parameter.shape, floats: parameter.values.array, as: elementType)
    }
    try writer.write(to: path)
  }
}

extension Encoder {
  /// What the layers are made of, as the metadata says it: one name where all are of one kind, else one a layer.
  public var cells: String {
    let names = layers.map(\.forward.cell.rawValue)
    return Set(names).count == 1 ? names[0] : names.joined(separator: ",")
  }
}
