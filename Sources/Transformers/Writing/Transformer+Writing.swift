import Files
import TensorFiles

extension Transformer {
  /// The most that a file beside the weights may have to be copied.
  private static let copyLimit = 64 << 20
  /// Ends of names of files that hold weights, or say where they lie.
  private static let weightEndings = [
    ".safetensors", ".bin", ".pt", ".pth", ".h5", ".msgpack", ".onnx", ".ot", ".gguf", ".index.json",
  ]

  /// Writes a folder that `from_pretrained` loads: the tensors of this model's files under their own names, in their
  /// shapes and types, with an adapter merged and what is held built in, as one `model.safetensors`; and the other files
  /// of its folder as they are. `config.json` is written last: before, the folder is no model.
  ///
  /// Numbers of 16 bits are rounded anew where they change; a column of zeros is exact.
  ///
  /// - Parameters:
  ///   - folder: one that is not there, or empty.
  ///   - metadata: what the file of weights says of itself.
  /// - Throws: ``TransformerError/unsupported(path:feature:)`` for a GGUF file, and for an adapter that brings tensors;
  ///   ``TransformerError/lacksBias(path:tensor:)``; ``TransformerError/folderIsTaken(path:)``; `TensorFileError`;
  ///   `FileError`. What was written before stays.
  public func write(to folder: String, metadata: [String: String] = [:]) throws {
    guard isFolder(path) else {
      throw TransformerError.unsupported(path: path, feature: "a folder made of a GGUF file")
    }
    let changed = try HeldWeights(self).changes
    if isThere(folder), try !isFolder(folder) || !names(inFolder: folder).isEmpty {
      throw TransformerError.folderIsTaken(path: folder)
    }
    var writer = SafetensorsWriter(metadata: metadata.merging(["format": "pt"]) { $1 })
    try store.addTensors(to: &writer, changed: changed)
    try makeFolder(folder)
    try writer.write(to: "\(folder)/model.safetensors")
    let others = try names(inFolder: path).sorted().filter { name in
      !name.hasPrefix(".") && name != "config.json" && isRegularFile("\(path)/\(name)")
        && !Self.weightEndings.contains { name.hasSuffix($0) }
    }
    for name in others + ["config.json"] {
      try AtomicFile.write(
        path: "\(folder)/\(name)", bytes: FileBytes.read("\(path)/\(name)", limit: Self.copyLimit))
    }
  }
}
