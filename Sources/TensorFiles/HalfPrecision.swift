extension Float {
  /// The value of an IEEE half-precision number. Exact.
  package init(float16Bits bits: UInt16) {
    self = Float(Float16(bitPattern: bits))
  }

  /// The value of a bfloat16 number, which is the upper half of a Float. Exact.
  package init(bfloat16Bits bits: UInt16) {
    self = Float(bitPattern: UInt32(bits) << 16)
  }

  /// The nearest half-precision number, ties to even; beyond 65,504 infinity.
  package var float16Bits: UInt16 { Float16(self).bitPattern }

  /// The nearest bfloat16 number, ties to even.
  package var bfloat16Bits: UInt16 {
    // A NaN must not be rounded up into an infinity.
    guard !isNaN else { return UInt16(truncatingIfNeeded: bitPattern >> 16) | 0x40 }
    let tieToEven = (bitPattern >> 16) & 1
    return UInt16(truncatingIfNeeded: (bitPattern &+ 0x7FFF &+ tieToEven) >> 16)
  }
}
