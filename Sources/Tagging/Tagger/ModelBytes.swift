import Corpora

/// Writes the parts of a tagger file: little-endian integers, and arrays led by their length.
struct ModelWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func append(_ array: [UInt8]) {
    append(UInt32(array.count))
    bytes += array
  }

  mutating func append(_ array: [UInt16]) {
    append(UInt32(array.count))
    for value in array {
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }
  }

  mutating func append(_ array: [UInt32]) {
    append(UInt32(array.count))
    for value in array { append(value) }
  }

  mutating func append(_ text: String) { append(Array(text.utf8)) }
}

/// Reads what ``ModelWriter`` has written, never beyond the end.
struct ModelReader {
  let path: String
  private let data: UnsafeRawBufferPointer
  private var offset = 0

  init(_ data: UnsafeRawBufferPointer, path: String) {
    self.data = data
    self.path = path
  }

  /// The file is not what it should be, at the place reached.
  var fault: CorpusError { .badTagger(path: path, byteOffset: offset) }

  var isAtEnd: Bool { offset == data.count }

  mutating func integer() throws -> UInt32 {
    UInt32(littleEndian: try take(4).loadUnaligned(as: UInt32.self))
  }

  mutating func bytes() throws -> [UInt8] {
    Array(try take(Int(try integer())))
  }

  mutating func shorts() throws -> [UInt16] {
    let part = try take(2 * Int(try integer()))
    return (0..<part.count / 2).map {
      UInt16(littleEndian: part.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
    }
  }

  mutating func integers() throws -> [UInt32] {
    let part = try take(4 * Int(try integer()))
    return (0..<part.count / 4).map {
      UInt32(littleEndian: part.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
    }
  }

  mutating func text() throws -> String {
    let bytes = try bytes()
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault }
    return text
  }

  private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count <= data.count - offset else { throw fault }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: data[offset..<offset + count])
  }
}
