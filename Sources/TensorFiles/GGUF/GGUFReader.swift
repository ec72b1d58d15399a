import Files

/// Reads the header of a GGUF file front to back, trusting none of it: every length is held against the bytes
/// that are left. Little-endian.
struct GGUFReader {
  /// The number of the value type of texts.
  static let textType: UInt32 = 8
  private static let listType: UInt32 = 9
  private static let depthLimit = 4

  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int

  init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  mutating func load<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type = Number.self
  ) throws(GGUFFlaw) -> Number {
    let size = MemoryLayout<Number>.size
    guard bytes.count - position >= size else { throw .endOfHeader }
    defer { position += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
  }

  /// A count of things that take at least `size` bytes each.
  mutating func count(of size: Int) throws(GGUFFlaw) -> Int {
    let number = try load(UInt64.self)
    guard number <= UInt64((bytes.count - position) / size) else { throw .endOfHeader }
    return Int(number)
  }

  /// The bytes of a text, after its length.
  mutating func textBytes() throws(GGUFFlaw) -> UnsafeRawBufferPointer {
    let length = try count(of: 1)
    defer { position += length }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + length])
  }

  /// A text.
  mutating func text() throws(GGUFFlaw) -> String {
    guard let text = String(validating: try textBytes(), as: UTF8.self) else { throw .badText }
    return text
  }

  /// A value of metadata, after the number of its type.
  mutating func value(ofType type: UInt32, in file: MappedFile, depth: Int = 0) throws(GGUFFlaw) -> GGUFValue
  {
    switch type {
    case 0: return .integer(Int(try load(UInt8.self)))
    case 1: return .integer(Int(try load(Int8.self)))
    case 2: return .integer(Int(try load(UInt16.self)))
    case 3: return .integer(Int(try load(Int16.self)))
    case 4: return .integer(Int(try load(UInt32.self)))
    case 5: return .integer(Int(try load(Int32.self)))
    case 6: return .number(Double(Float(bitPattern: try load(UInt32.self))))
    case 7: return .bool(try load(UInt8.self) != 0)
    case Self.textType: return .text(try text())
    case Self.listType: return .list(try list(in: file, depth: depth))
    case 10:
      let number = try load(UInt64.self)
      return Int(exactly: number).map { .integer($0) } ?? .number(Double(number))
    case 11: return .integer(Int(try load(Int64.self)))
    case 12: return .number(Double(bitPattern: try load(UInt64.self)))
    default: throw .unknownValueType(type)
    }
  }

  /// Passes over a list, keeping its place.
  private mutating func list(in file: MappedFile, depth: Int) throws(GGUFFlaw) -> GGUFList {
    guard depth < Self.depthLimit else { throw .tooDeep }
    let elementType = try load(UInt32.self)
    let size = try Self.leastBytes(of: elementType)
    let count = try count(of: size)
    let list = GGUFList(count: count, file: file, elementType: elementType, start: position)
    switch elementType {
    case Self.textType: for _ in 0..<count { _ = try textBytes() }
    case Self.listType: for _ in 0..<count { _ = try self.list(in: file, depth: depth + 1) }
    default: position += count * size
    }
    return list
  }

  private static func leastBytes(of type: UInt32) throws(GGUFFlaw) -> Int {
    switch type {
    case 0, 1, 7: 1
    case 2, 3: 2
    case 4, 5, 6: 4
    case textType, 10, 11, 12: 8
    case listType: 12
    default: throw .unknownValueType(type)
    }
  }
}
