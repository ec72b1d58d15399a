import Files

/// A safetensors file, memory-mapped.
///
/// Opening parses and verifies the header and touches no tensor data, so it takes milliseconds whatever
/// the size of the file. The file is trusted in nothing: see ``TensorFileError`` for what is refused.
public final class SafetensorsFile: Sendable {
  /// The mapping that holds the data.
  public let file: MappedFile
  /// All tensors, in the order of their data.
  public let tensors: [TensorInfo]
  /// The header's `__metadata__`, empty if it has none.
  public let metadata: [String: String]
  private let indices: [String: Int]

  /// The path it was opened by.
  public var path: String { file.path }

  /// Opens the file at `path`. O(length of the header).
  public init(path: String) throws(TensorFileError) {
    file = try MappedFile.open(path)
    let header = try SafetensorsHeader(parsing: file.bytes, path: path)
    tensors = header.tensors
    metadata = header.metadata
    indices = Dictionary(
      uniqueKeysWithValues: tensors.enumerated().lazy.map { ($0.element.name, $0.offset) })
  }

  /// The tensor of that name, or nil. O(1).
  public func tensor(named name: String) -> TensorInfo? {
    indices[name].map { tensors[$0] }
  }

  /// The tensor of that name.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``.
  public func requiredTensor(named name: String) throws(TensorFileError) -> TensorInfo {
    guard let info = tensor(named: name) else { throw .missingTensor(path: path, tensor: name) }
    return info
  }

  /// The tensor of that name, if it has this shape; a nil extent matches any.
  ///
  /// - Throws: ``TensorFileError/wrongShape(path:tensor:expected:found:)``, where `expected` has -1 for a
  ///   nil extent, or ``TensorFileError/missingTensor(path:tensor:)``.
  public func requiredTensor(named name: String, shape: [Int?]) throws(TensorFileError) -> TensorInfo {
    let info = try requiredTensor(named: name)
    let fits = shape.count == info.shape.count && zip(shape, info.shape).allSatisfy { $0 == nil || $0 == $1 }
    guard fits else {
      throw .wrongShape(path: path, tensor: name, expected: shape.map { $0 ?? -1 }, found: info.shape)
    }
    return info
  }
}
