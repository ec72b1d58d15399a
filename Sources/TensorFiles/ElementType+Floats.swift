extension ElementType {
  /// The numbers stored in `bytes`, row-major, as Float: F16 and BF16 exactly, F64 rounded to nearest; nil if
  /// this is no floating-point type. O(count).
  func floats(from bytes: UnsafeRawBufferPointer) -> [Float]? {
    guard isFloatingPoint else { return nil }
    let size = bytes.count / byteCount
    return [Float](unsafeUninitializedCapacity: size) { target, count in
      if let base = target.baseAddress { copyFloats(from: bytes, to: base) }
      count = size
    }
  }

  /// Writes the same numbers to `target`; nothing if this is no floating-point type. O(count).
  package func copyFloats(from bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<Float>) {
    switch self {
    case .float32: bytes.convert(Float.self, to: target) { $0 }
    case .float64: bytes.convert(Double.self, to: target) { Float($0) }
    case .float16: bytes.convert(UInt16.self, to: target) { Float(float16Bits: $0) }
    case .bfloat16: bytes.convert(UInt16.self, to: target) { Float(bfloat16Bits: $0) }
    default: break
    }
  }

  /// The same as Double, all exactly.
  func doubles(from bytes: UnsafeRawBufferPointer) -> [Double]? {
    if self == .float64 {
      return (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    return floats(from: bytes)?.map(Double.init)
  }
}

extension UnsafeRawBufferPointer {
  /// Writes the values of one type that lie in these bytes, aligned or not, each converted, to `target`.
  @inline(__always)
  fileprivate func convert<Stored: BitwiseCopyable>(
    _ type: Stored.Type, to target: UnsafeMutablePointer<Float>, _ convert: (Stored) -> Float
  ) {
    let size = MemoryLayout<Stored>.stride
    for index in 0..<count / size {
      target[index] = convert(loadUnaligned(fromByteOffset: index * size, as: Stored.self))
    }
  }
}
