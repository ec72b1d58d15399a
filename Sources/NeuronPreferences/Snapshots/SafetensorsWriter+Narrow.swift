import Files
import TensorFiles

extension SafetensorsWriter {
  /// Adds non-negative integers in the narrowest type that holds them all.
  mutating func addNarrow(_ name: String, _ values: [Int], shape: [Int]? = nil) {
    addNarrow(name, shape: shape ?? [values.count], maximum: values.max() ?? 0) { put in
      for value in values { try put(value) }
    }
  }

  /// Adds non-negative integers in the narrowest type that holds `maximum`; `body` hands them over one by one when the
  /// file is written.
  mutating func addNarrow(
    _ name: String, shape: [Int], maximum: Int, body: @escaping ((Int) throws -> Void) throws -> Void
  ) {
    switch maximum {
    case ...Int(UInt8.max): add(name, shape: shape, body: body) { UInt8(truncatingIfNeeded: $0) }
    case ...Int(UInt16.max): add(name, shape: shape, body: body) { UInt16(truncatingIfNeeded: $0) }
    case ...Int(UInt32.max): add(name, shape: shape, body: body) { UInt32(truncatingIfNeeded: $0) }
    default: add(name, shape: shape, body: body) { UInt64(truncatingIfNeeded: $0) }
    }
  }

  /// Adds numbers that `body` hands over one by one, as `convert` stores them.
  mutating func add<Source, Stored: TensorElement & BitwiseCopyable>(
    _ name: String, shape: [Int], body: @escaping ((Source) throws -> Void) throws -> Void,
    as convert: @escaping (Source) -> Stored
  ) {
    add(name, shape: shape, elementType: Stored.elementType) { sink in
      var piece: [Stored] = []
      piece.reserveCapacity(1 << 13)
      try body { value in
        piece.append(convert(value))
        if piece.count == 1 << 13 {
          try sink.write(piece)
          piece.removeAll(keepingCapacity: true)
        }
      }
      try sink.write(piece)
    }
  }
}
