extension GGUFElementType {
  /// Writes the numbers of whole blocks to `target`: as exact as they are stored, or for blocks scale times
  /// step (plus lowest value), in single precision. Nothing for kinds that are not read. O(count).
  package func copyFloats(from bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<Float>) {
    switch self {
    case .float32: ElementType.float32.copyFloats(from: bytes, to: target)
    case .float16: ElementType.float16.copyFloats(from: bytes, to: target)
    case .bfloat16: ElementType.bfloat16.copyFloats(from: bytes, to: target)
    case .q8_0:
      blocks(bytes, target) { block, values in
        let scale = half(block, 0)
        for i in 0..<32 {
          values[i] = scale * Float(block.loadUnaligned(fromByteOffset: 2 + i, as: Int8.self))
        }
      }
    case .q4_0: nibbles(bytes, target, from: 2, highBits: nil, hasLowest: false, middle: 8)
    case .q4_1: nibbles(bytes, target, from: 4, highBits: nil, hasLowest: true, middle: 0)
    case .q5_0: nibbles(bytes, target, from: 6, highBits: 2, hasLowest: false, middle: 16)
    case .q5_1: nibbles(bytes, target, from: 8, highBits: 4, hasLowest: true, middle: 0)
    case .other: break
    }
  }

  /// Blocks of 32 numbers of 4 bits, of which number i and number i + 16 share byte i from `start` on. A fifth
  /// bit of each stands in 32 bits at `highBits`.
  private func nibbles(
    _ bytes: UnsafeRawBufferPointer, _ target: UnsafeMutablePointer<Float>, from start: Int, highBits: Int?,
    hasLowest: Bool, middle: Int32
  ) {
    blocks(bytes, target) { block, values in
      let scale = half(block, 0)
      let lowest = hasLowest ? half(block, 2) : 0
      let high = highBits.map { block.loadUnaligned(fromByteOffset: $0, as: UInt32.self) } ?? 0
      for i in 0..<16 {
        let byte = block[start + i]
        let first = Int32(byte & 15) | Int32((high >> UInt32(i)) & 1) << 4
        let second = Int32(byte >> 4) | Int32((high >> UInt32(i + 16)) & 1) << 4
        values[i] = scale * Float(first - middle) + lowest
        values[i + 16] = scale * Float(second - middle) + lowest
      }
    }
  }

  @inline(__always)
  private func blocks(
    _ bytes: UnsafeRawBufferPointer, _ target: UnsafeMutablePointer<Float>,
    _ body: (UnsafeRawBufferPointer, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let count = blockCount, let size = blockBytes else { return }
    for block in 0..<bytes.count / size {
      body(UnsafeRawBufferPointer(rebasing: bytes[block * size..<(block + 1) * size]), target + block * count)
    }
  }

  @inline(__always)
  private func half(_ block: UnsafeRawBufferPointer, _ offset: Int) -> Float {
    Float(float16Bits: block.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}
