import Files

/// Gathers tensors and writes them as one safetensors file, whole or not at all.
///
/// Added arrays are held, not copied; they are converted and streamed when the file is written. Tensors
/// are laid down by falling element size and then by name, and the data starts at a multiple of 8, so
/// every value is aligned and the same content always gives the same bytes.
public struct SafetensorsWriter {
  /// The header's `__metadata__`; left out if empty.
  public var metadata: [String: String]

  private struct Entry {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let byteCount: Int
    let body: (FileSink) throws -> Void
  }
  private var entries: [Entry] = []
  private var names: Set<String> = ["__metadata__"]

  /// A writer with no tensors yet.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor whose bytes `body` hands over when the file is written.
  ///
  /// - Precondition: `body` writes exactly as many bytes as shape and type need; the name is new.
  public mutating func add(
    _ name: String, shape: [Int], elementType: ElementType, body: @escaping (FileSink) throws -> Void
  ) {
    precondition(names.insert(name).inserted, "name is taken")
    precondition(shape.allSatisfy { $0 >= 0 })
    let byteCount = shape.reduce(elementType.byteCount, *)
    entries.append(
      Entry(name: name, elementType: elementType, shape: shape, byteCount: byteCount, body: body))
  }

  /// Adds a tensor of floating-point numbers, stored as `elementType`: F32, F16 or BF16, the latter two
  /// rounded to nearest, ties to even.
  public mutating func add(
    _ name: String, shape: [Int], floats: [Float], as elementType: ElementType = .float32
  ) {
    precondition(shape.reduce(1, *) == floats.count)
    add(name, shape: shape, as: elementType) { floats }
  }

  /// The same, with numbers that are asked for when the file is written, and not held before or after.
  public mutating func add(
    _ name: String, shape: [Int], as elementType: ElementType, floats: @escaping () throws -> [Float]
  ) {
    switch elementType {
    case .float32: add(name, shape: shape, elementType: .float32) { try $0.write(floats()) }
    case .float16:
      add(name, shape: shape, elementType: elementType) { try $0.write(floats(), as: \.float16Bits) }
    case .bfloat16:
      add(name, shape: shape, elementType: elementType) { try $0.write(floats(), as: \.bfloat16Bits) }
    default: preconditionFailure("floats are stored as F32, F16 or BF16")
    }
  }

  /// Adds a tensor of numbers as they are: F64, F32 or any integer type. `shape` is that of a vector if
  /// left out.
  public mutating func add<Value: TensorElement>(_ name: String, shape: [Int]? = nil, values: [Value]) {
    let shape = shape ?? [values.count]
    precondition(shape.reduce(1, *) == values.count)
    add(name, shape: shape, elementType: Value.elementType) { try $0.write(values) }
  }

  /// Adds a tensor of bytes that already are of that type, little-endian and row-major.
  public mutating func add(_ name: String, shape: [Int], elementType: ElementType, bytes: [UInt8]) {
    precondition(shape.reduce(elementType.byteCount, *) == bytes.count)
    add(name, shape: shape, elementType: elementType) { try $0.write(bytes) }
  }

  /// Bytes of all tensors; the header comes on top.
  public var byteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

  /// Writes the file, replacing what stands at `path` only when all of it is safely on disk.
  ///
  /// - Throws: `FileError.io`, e.g. for an unwritable folder (`EACCES`,
  ///   `EROFS`) or a full disk (`ENOSPC`); nothing is left behind then.
  public func write(to path: String) throws {
    let ordered = entries.sorted {
      ($1.elementType.byteCount, $0.name) < ($0.elementType.byteCount, $1.name)
    }
    try AtomicFile.write(path: path) { sink in
      try sink.write(header(of: ordered))
      for entry in ordered {
        let start = sink.count
        try entry.body(sink)
        precondition(
          sink.count - start == entry.byteCount, "\(entry.name) wrote another size than its shape's")
      }
    }
  }

  private func header(of ordered: [Entry]) -> [UInt8] {
    var json = "{"
    if !metadata.isEmpty {
      let members = metadata.sorted { $0.key < $1.key }.map {
        $0.key.jsonLiteral + ":" + $0.value.jsonLiteral
      }
      json += "\"__metadata__\":{\(members.joined(separator: ","))}\(ordered.isEmpty ? "" : ",")"
    }
    var offset = 0
    let members = ordered.map { entry in
      defer { offset += entry.byteCount }
      let shape = entry.shape.map(String.init).joined(separator: ",")
      return "\(entry.name.jsonLiteral):{\"dtype\":\"\(entry.elementType.rawValue)\",\"shape\":[\(shape)],"
        + "\"data_offsets\":[\(offset),\(offset + entry.byteCount)]}"
    }
    json += members.joined(separator: ",") + "}"
    var text = Array(json.utf8)
    while text.count % 8 != 0 { text.append(0x20) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}

extension FileSink {
  /// Appends numbers of half size, converted piece by piece so that no second array is held.
  fileprivate func write(_ floats: [Float], as convert: (Float) -> UInt16) throws {
    let piece = 1 << 14
    for start in stride(from: 0, to: floats.count, by: piece) {
      try write(floats[start..<min(start + piece, floats.count)].map(convert))
    }
  }
}
