extension ElementType {
  /// The numbers stored in `bytes`, row-major, as Float: F16 and BF16 exactly, F64 rounded to nearest; nil if
  /// this is no floating-point type. O(count).
  func floats(from bytes: UnsafeRawBufferPointer) -> [Float]? {
    switch self {
    case .float32: bytes.converted(from: Float.self) { $0 }
    case .float64: bytes.converted(from: Double.self) { Float($0) }
    case .float16: bytes.converted(from: UInt16.self) { Float(float16Bits: $0) }
    case .bfloat16: bytes.converted(from: UInt16.self) { Float(bfloat16Bits: $0) }
    default: nil
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
    if self == .float64 { return bytes.converted(from: Double.self) { $0 } }
    return floats(from: bytes)?.map(Double.init)
  }
}

extension UnsafeRawBufferPointer {
  /// The values of one type that lie in these bytes, aligned or not, each converted.
  @inline(__always)
  fileprivate func converted<Stored: BitwiseCopyable, Value>(
    from type: Stored.Type, _ convert: (Stored) -> Value
  ) -> [Value] {
    let size = MemoryLayout<Stored>.stride
    return [Value](unsafeUninitializedCapacity: self.count / size) { target, count in
      count = self.count / size
      for index in 0..<count {
        let stored = loadUnaligned(fromByteOffset: index * size, as: Stored.self)
        target.initializeElement(at: index, to: convert(stored))
      }
    }
  }

  /// The same into memory that is there.
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
