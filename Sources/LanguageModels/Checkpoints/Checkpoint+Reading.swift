import TensorFiles

extension Checkpoint {
  /// Reads a safetensors or PyTorch file, recognised by its content, whose names follow PyTorch's habits;
  /// sizes are inferred from shapes. What lies beside the model in a PyTorch file, such as an optimiser's state,
  /// is left alone; a tensor of the model that has no place in what was recognised never is: see ``unused``.
  ///
  /// - Throws: `TensorFileError` for a file that is not sound, `CheckpointError` for one that is no model, and
  ///   `CheckpointError.unusedTensors` where the encoder may need a tensor that has no place in it.
  public init(contentsOf path: String, hints: ModelHints = ModelHints()) throws {
    try self.init(recognising: TensorArchive(path: path), hints: hints, readsValues: true)
    let inner = unused.filter { !$0.isBehindEncoder }
    guard inner.isEmpty else {
      throw CheckpointError.unusedTensors(path: path, names: inner.map(\.name))
    }
  }

  /// What model a file holds and which tensors are left over, by names and shapes alone: nothing is refused for
  /// what is left over, and all weights are zero.
  public static func outline(of file: TensorArchive, hints: ModelHints = ModelHints()) throws -> Checkpoint {
    try Checkpoint(recognising: file, hints: hints, readsValues: false)
  }

  private init(recognising file: TensorArchive, hints: ModelHints, readsValues: Bool) throws {
    var isOwn = false
    if let format = file.metadata["format"], format.hasPrefix("txray.") {
      guard format == Self.format else {
        throw CheckpointError.notACheckpoint(path: file.path, format: format)
      }
      let version = file.metadata["version"] ?? "none"
      guard version == Self.version else {
        throw CheckpointError.unsupportedVersion(path: file.path, found: version)
      }
      isOwn = true
    }
    var assembly = RecurrentAssembly(file, hints: hints, readsValues: readsValues)
    path = file.path
    metadata = file.metadata
    model = try assembly.model()
    unused = try assembly.unused(besides: model.encoder)
    assumptions = isOwn ? [] : assembly.assumptions
    headFlaw = assembly.headFlaw
  }
}
