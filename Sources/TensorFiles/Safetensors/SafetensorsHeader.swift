import Files

/// The parsed and verified header of a safetensors file: every tensor lies inside the file, the shapes
/// agree with the bytes, and the tensors tile the data without holes or overlaps.
struct SafetensorsHeader {
  /// Longest header that is read, as in the format's reference implementation.
  static let lengthLimit = 100_000_000
  /// More dimensions than any framework writes.
  static let dimensionLimit = 64

  let tensors: [TensorInfo]
  let metadata: [String: String]

  /// Parses the header of a file whose bytes these are.
  ///
  /// O(h + n log n) for a header of h bytes with n tensors; no byte after the header is touched.
  init(parsing file: UnsafeRawBufferPointer, path: String) throws(TensorFileError) {
    guard file.count >= 8 else { throw .truncated(path: path, expected: 8, found: file.count) }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.lengthLimit) else {
      throw .headerTooLarge(path: path, length: length, limit: Self.lengthLimit)
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= file.count else {
      throw .truncated(path: path, expected: dataStart, found: file.count)
    }
    var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: file[8..<dataStart]))
    let entries: [Entry]
    do throws(JSONFlaw) {
      (entries, metadata) = try Self.scan(&scanner)
    } catch {
      throw .badHeader(path: path, offset: 8 + scanner.position, flaw: error)
    }
    tensors = try Self.place(entries, from: dataStart, fileSize: file.count, path: path)
  }

  /// A tensor as the header states it, nothing checked.
  private struct Entry {
    let name: String
    let type: String
    let shape: [Int]
    /// Counted from the end of the header.
    let start, end: Int
  }

  private static func scan(
    _ scanner: inout JSONScanner
  ) throws(JSONFlaw) -> ([Entry], [String: String]) {
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    var names: Set<String> = []
    try scanner.object { (scanner, name) throws(JSONFlaw) in
      guard names.insert(name).inserted else { throw .duplicateKey(name) }
      if name == "__metadata__" {
        try scanner.object { (scanner, key) throws(JSONFlaw) in
          guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
            throw .duplicateKey(key)
          }
        }
      } else {
        entries.append(try entry(name, &scanner))
      }
    }
    scanner.skipBlanks()
    guard scanner.isAtEnd else { throw .textAfterEnd }
    return (entries, metadata)
  }

  private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(JSONFlaw) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key) throws(JSONFlaw) in
      switch key {
      case "dtype":
        guard type == nil else { throw .duplicateKey(key) }
        type = try scanner.string()
      case "shape":
        guard shape == nil else { throw .duplicateKey(key) }
        shape = try integers(&scanner, limit: dimensionLimit)
      case "data_offsets":
        guard offsets == nil else { throw .duplicateKey(key) }
        offsets = try integers(&scanner, limit: 2)
      default: try scanner.skipValue()
      }
    }
    guard let type else { throw .missingKey("dtype") }
    guard let shape else { throw .missingKey("shape") }
    guard let offsets, offsets.count == 2 else { throw .missingKey("data_offsets") }
    return Entry(name: name, type: type, shape: shape, start: offsets[0], end: offsets[1])
  }

  private static func integers(
    _ scanner: inout JSONScanner, limit: Int
  ) throws(JSONFlaw) -> [Int] {
    var values: [Int] = []
    try scanner.array { (scanner) throws(JSONFlaw) in
      guard values.count < limit else { throw .tooManyElements(limit: limit) }
      values.append(try scanner.integer())
    }
    return values
  }

  /// Checks that the entries tile the data exactly, and orders them by their place.
  private static func place(
    _ entries: [Entry], from dataStart: Int, fileSize: Int, path: String
  ) throws(TensorFileError) -> [TensorInfo] {
    var tensors: [TensorInfo] = []
    tensors.reserveCapacity(entries.count)
    var position = 0
    for entry in entries.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard let type = ElementType(rawValue: entry.type) else {
        throw .unknownElementType(path: path, tensor: entry.name, found: entry.type)
      }
      guard entry.start <= entry.end, entry.end <= Int.max - dataStart else {
        throw .outOfRange(path: path, tensor: entry.name, start: entry.start, end: entry.end)
      }
      let needed = byteCount(entry.shape, of: type)
      guard needed == entry.end - entry.start else {
        throw .wrongByteCount(
          path: path, tensor: entry.name, expected: needed, found: entry.end - entry.start)
      }
      if entry.start < position {
        throw .overlap(
          path: path, tensor: entry.name, expected: dataStart + position, found: dataStart + entry.start)
      }
      if entry.start > position {
        throw .hole(
          path: path, tensor: entry.name, expected: dataStart + position, found: dataStart + entry.start)
      }
      position = entry.end
      tensors.append(
        TensorInfo(
          name: entry.name, elementType: type, shape: entry.shape,
          byteRange: dataStart + entry.start..<dataStart + entry.end))
    }
    let end = dataStart + position
    if end > fileSize { throw .truncated(path: path, expected: end, found: fileSize) }
    if end < fileSize { throw .trailingBytes(path: path, expected: end, found: fileSize) }
    return tensors
  }

  /// Bytes of a tensor of that shape, or nil if they can't be counted.
  private static func byteCount(_ shape: [Int], of type: ElementType) -> Int? {
    var bytes = type.byteCount
    for extent in shape {
      let (product, overflowed) = bytes.multipliedReportingOverflow(by: extent)
      if overflowed { return nil }
      bytes = product
    }
    return bytes
  }
}
