import Files

/// A file of named tensors in any format that is read here, recognised by its content.
public struct TensorArchive: Sendable {
  /// The formats.
  public enum Format: String, Sendable, CaseIterable {
    /// A safetensors file.
    case safetensors = "safetensors"
    /// What `torch.save` writes since PyTorch 1.6.
    case pyTorchZip = "PyTorch zip archive"
    /// What it wrote before, or writes when told to.
    case pyTorchLegacy = "PyTorch legacy pickle"
  }

  /// The file as its own format knows it.
  public enum Content: Sendable {
    /// A safetensors file.
    case safetensors(SafetensorsFile)
    /// A PyTorch file of either layout.
    case pyTorch(PyTorchFile)
  }

  /// The file as its own format knows it.
  public let content: Content
  /// The model's tensors; of a safetensors file all.
  public let tensors: [ArchivedTensor]
  /// Tensors beside the model, such as the state of an optimiser; only in PyTorch files.
  public let besides: [ArchivedTensor]
  /// What the file says of itself: `__metadata__` of a safetensors file, the settings beside a PyTorch model.
  public let metadata: [String: String]

  /// Opens the file at `path`. No tensor data is read.
  ///
  /// - Throws: ``TensorFileError`` for a file that is missing, unreadable, or unsound in its format.
  public init(path: String) throws(TensorFileError) {
    let mapped = try MappedFile.open(path)
    if FileSignature(mapped.bytes) == .unknown, let format = ForeignFormat(weights: mapped.bytes) {
      throw .file(.foreign(path: path, format: format))
    }
    if [.safetensors, .unknown].contains(FileSignature(mapped.bytes)) {
      let file = try SafetensorsFile(path: path)
      content = .safetensors(file)
      tensors = file.tensors.map(ArchivedTensor.init)
      besides = []
      metadata = file.metadata
    } else {
      let file = try PyTorchFile(mapped)
      content = .pyTorch(file)
      tensors = file.tensors.map(ArchivedTensor.init)
      besides = file.besides.map(ArchivedTensor.init)
      metadata = file.remarks
    }
  }

  /// The path it was opened by.
  public var path: String {
    switch content {
    case .safetensors(let file): file.path
    case .pyTorch(let file): file.path
    }
  }

  /// The format.
  public var format: Format {
    switch content {
    case .safetensors: .safetensors
    case .pyTorch(let file): file.layout == .zip ? .pyTorchZip : .pyTorchLegacy
    }
  }

  /// The tensor of that name among ``tensors``, or nil. O(1).
  public func tensor(named name: String) -> ArchivedTensor? {
    switch content {
    case .safetensors(let file): file.tensor(named: name).map(ArchivedTensor.init)
    case .pyTorch(let file): file.tensor(named: name).map(ArchivedTensor.init)
    }
  }

  /// A floating-point tensor as Float, row-major. F16 and BF16 are exact, F64 is rounded to nearest.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``,
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``, or what a damaged storage gives.
  public func floats(_ name: String) throws -> [Float] {
    switch content {
    case .safetensors(let file): try file.floats(name)
    case .pyTorch(let file): try file.floats(name)
    }
  }

  /// Lends the bytes of a tensor of ``tensors``, little-endian and row-major, to `body`; without a copy where
  /// they stand so in the file.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``, what a damaged storage gives, or whatever
  ///   `body` throws.
  public func withUnsafeBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    switch content {
    case .safetensors(let file): try file.withUnsafeBytes(of: name, body)
    case .pyTorch(let file): try file.withUnsafeBytes(of: try file.requiredTensor(named: name), body)
    }
  }
}
