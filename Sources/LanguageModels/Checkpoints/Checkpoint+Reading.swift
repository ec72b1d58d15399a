import TensorFiles

extension Checkpoint {
  /// Reads a safetensors or PyTorch file, recognised by its content, whose names follow PyTorch's habits;
  /// sizes are inferred from shapes. Tensors beside the model, such as an optimiser's, are left alone.
  ///
  /// - Parameters:
  ///   - cell: tells a tanh from a ReLU network, whose weights look alike; elsewhere it must agree with the
  ///     shapes.
  ///   - prefix: considers only tensors whose names start so, for a file that holds several models.
  /// - Throws: `TensorFileError` for a file that is not sound, `CheckpointError` for one that is no model.
  public init(contentsOf path: String, cell: CellKind? = nil, prefix: String = "") throws {
    let file = try TensorArchive(path: path)
    if let format = file.metadata["format"], format.hasPrefix("txray.") {
      guard format == Self.format else { throw CheckpointError.notACheckpoint(path: path, format: format) }
      let version = file.metadata["version"] ?? "none"
      guard version == Self.version else {
        throw CheckpointError.unsupportedVersion(path: path, found: version)
      }
    }
    self.path = path
    metadata = file.metadata
    model = try ModelAssembly(file, cell: cell, prefix: prefix).model()
  }
}
