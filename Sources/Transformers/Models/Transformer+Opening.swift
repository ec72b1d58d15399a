import Files
import TensorFiles

extension Transformer {
  /// Whether there is a transformer at a path: a folder with a configuration that names a model's kind, a hub
  /// cache's folder of one, or a GGUF file.
  public static func isOne(path: String) -> Bool {
    if GGUFFile.isOne(path: path) { return true }
    return (try? FolderFiles(path: path).json("config.json"))?["model_type"] != nil
  }

  /// Opens a model's folder (one with `config.json` and weights, a trainer's checkpoint, or a hub cache's), or a
  /// GGUF file.
  ///
  /// - Parameter adapter: The folder of a LoRA adapter that is merged into the weights as they are read.
  /// - Throws: ``TransformerError``, or `TensorFileError` for a file that is missing, unreadable or unsound.
  public convenience init(path: String, adapter: String? = nil) throws {
    if GGUFFile.isOne(path: path) {
      try self.init(file: try GGUFFile(path: path), adapter: adapter)
    } else {
      try self.init(folder: FolderFiles(path: path), adapter: adapter)
    }
  }

  private convenience init(folder: FolderFiles, adapter: String?) throws {
    guard let values = try folder.json("config.json") else {
      throw TransformerError.notAModelFolder(path: folder.path, looked: ["config.json"])
    }
    let path = "\(folder.path)/config.json"
    if let quantized = values["quantization_config"] {
      let method = quantized["quant_method"]?.text ?? "an unnamed method"
      throw TransformerError.unsupported(path: path, feature: "weights quantised by \(method)")
    }
    let family = try ModelFamily(of: values, path: path)
    let files = try folder.weights().map { WeightFile.archive($0) }
    try self.init(
      path: folder.path, family: family, values: values, settingsPath: path, files: files, adapter: adapter)
  }

  private convenience init(file: GGUFFile, adapter: String?) throws {
    let model = try GGUFModel(file)
    let values = JSONValue.object(model.settings.map { JSONValue.Member(key: $0.key, value: $0.value) })
    try self.init(
      path: file.path, family: try ModelFamily(of: values, path: file.path), values: values,
      settingsPath: file.path, files: [.gguf(model.weights)], adapter: adapter)
  }

  private convenience init(
    path: String, family: ModelFamily, values: JSONValue, settingsPath: String, files: [WeightFile],
    adapter: String?
  ) throws {
    let prefixes = family.names.prefixes
    let merged = try adapter.map { try LoRAAdapter(folder: FolderFiles(path: $0), prefixes: prefixes) }
    try self.init(
      path: path, family: family,
      configuration: Configuration(path: settingsPath, values: values, defaults: family.defaults),
      store: try WeightStore(path: path, files: files, prefixes: prefixes, adapter: merged))
  }
}
