import Files

/// A GGUF file, memory-mapped: what llama.cpp and programs around it load, with a model's settings, tokenizer
/// and tensors in one.
///
/// Opening walks the header and touches no tensor data. The file is trusted in nothing; see ``GGUFFlaw``.
public final class GGUFFile: Sendable {
  /// The mapping that holds the data.
  public let file: MappedFile
  /// Settings and tokenizer, by key, e.g. `llama.block_count`.
  public let metadata: [String: GGUFValue]
  /// All tensors, in the order of the header.
  public let tensors: [GGUFTensor]
  private let indices: [String: Int]

  /// The path it was opened by.
  public var path: String { file.path }

  /// More dimensions than ggml has.
  private static let dimensionLimit = 8

  /// Whether a file begins as GGUF files do; false if there is none.
  public static func isOne(path: String) -> Bool {
    (try? MappedFile(path: path))?.withUnsafeBytes { $0.starts(with: Array("GGUF".utf8)) } ?? false
  }

  /// Opens the file at `path`. O(length of the header).
  ///
  /// - Throws: ``TensorFileError/gguf(path:offset:flaw:)``, or ``TensorFileError/file(_:)``.
  public init(path: String) throws(TensorFileError) {
    let file = try MappedFile.open(path)
    self.file = file
    var reader = GGUFReader(file.bytes)
    do throws(GGUFFlaw) {
      guard file.bytes.starts(with: Array("GGUF".utf8)) else { throw .badMagic }
      _ = try reader.load(UInt32.self)
      let version = try reader.load(UInt32.self)
      guard version == 2 || version == 3 else { throw .unknownVersion(version) }
      // A tensor takes at least 24 bytes of the header, a value 13.
      let tensorCount = try reader.count(of: 24)
      metadata = try Self.metadata(count: try reader.count(of: 13), &reader, file)
      tensors = try Self.tensors(
        count: tensorCount, &reader, fileSize: file.count,
        alignment: metadata["general.alignment"]?.integer ?? 32)
      var indices: [String: Int] = [:]
      for (place, tensor) in tensors.enumerated() {
        guard indices.updateValue(place, forKey: tensor.name) == nil else {
          throw .duplicateName(tensor.name)
        }
      }
      self.indices = indices
    } catch {
      throw .gguf(path: path, offset: reader.position, flaw: error)
    }
  }

  /// The tensor of that name, or nil. O(1).
  public func tensor(named name: String) -> GGUFTensor? { indices[name].map { tensors[$0] } }

  private static func metadata(
    count: Int, _ reader: inout GGUFReader, _ file: MappedFile
  ) throws(GGUFFlaw) -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let key = try reader.text()
      let value = try reader.value(ofType: try reader.load(UInt32.self), in: file)
      guard metadata.updateValue(value, forKey: key) == nil else { throw .duplicateName(key) }
    }
    return metadata
  }

  private static func tensors(
    count: Int, _ reader: inout GGUFReader, fileSize: Int, alignment: Int
  ) throws(GGUFFlaw) -> [GGUFTensor] {
    guard (1...1 << 20).contains(alignment), alignment & (alignment - 1) == 0 else {
      throw .badAlignment(alignment)
    }
    var listed: [(name: String, shape: [Int], type: GGUFElementType, offset: UInt64)] = []
    for _ in 0..<count {
      let name = try reader.text()
      let dimensions = try reader.load(UInt32.self)
      guard dimensions <= UInt32(dimensionLimit) else { throw .tooManyDimensions(tensor: name) }
      var shape: [Int] = []
      for _ in 0..<dimensions {
        guard let extent = Int(exactly: try reader.load(UInt64.self)) else { throw .badShape(tensor: name) }
        shape.append(extent)
      }
      let type = GGUFElementType(try reader.load(UInt32.self))
      // Innermost extents stand first in the file, last everywhere else.
      listed.append((name, shape.reversed(), type, try reader.load(UInt64.self)))
    }
    let start = (reader.position + alignment - 1) / alignment * alignment
    var tensors: [GGUFTensor] = []
    tensors.reserveCapacity(count)
    for (name, shape, type, offset) in listed {
      let room = max(0, fileSize - start)
      guard offset % UInt64(alignment) == 0, offset <= UInt64(room) else { throw .outOfRange(tensor: name) }
      let bytes = try byteCount(shape, type, name)
      // The size of a kind that is not read is not known.
      guard bytes ?? 0 <= room - Int(offset) else { throw .outOfRange(tensor: name) }
      let first = min(start + Int(offset), fileSize)
      tensors.append(
        GGUFTensor(name: name, elementType: type, shape: shape, byteRange: first..<first + (bytes ?? 0)))
    }
    return tensors
  }

  private static func byteCount(
    _ shape: [Int], _ type: GGUFElementType, _ name: String
  ) throws(GGUFFlaw) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflowed) = count.multipliedReportingOverflow(by: extent)
      guard !overflowed else { throw .badShape(tensor: name) }
      count = product
    }
    guard let block = type.blockCount, let size = type.blockBytes else { return nil }
    guard (shape.last ?? 1) % block == 0 else { throw .badShape(tensor: name) }
    let (bytes, overflowed) = (count / block).multipliedReportingOverflow(by: size)
    guard !overflowed else { throw .badShape(tensor: name) }
    return bytes
  }
}
