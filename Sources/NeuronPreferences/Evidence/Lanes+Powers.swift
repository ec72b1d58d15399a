extension SIMD8<Float> {
  /// 2 to the power of every lane, to 4e-7 of its size; powers below -126 count as -126, above 126 as 126.
  @inline(__always)
  var exp2: Self {
    let power = clamped(lowerBound: Self(repeating: -126), upperBound: Self(repeating: 126))
    // Adding 1.5 · 2^23 rounds to a whole number, which then stands in the lowest bits.
    let rounded = power + 12_582_912
    let rest = power - (rounded - 12_582_912)
    // The series of 2^x around 0, |x| at most a half.
    var result = rest * 0.000_154_035 + 0.001_333_356
    result = result * rest + 0.009_618_129
    result = result * rest + 0.055_504_109
    result = result * rest + 0.240_226_507
    result = result * rest + 0.693_147_181
    result = result * rest + 1
    let scale = (unsafeBitCast(rounded, to: SIMD8<UInt32>.self) &<< 23) &+ (127 << 23)
    return result * unsafeBitCast(scale, to: Self.self)
  }

  /// The logarithm of base 2 of every lane, to 1e-6; lanes must be positive.
  var log2: Self {
    let bits = unsafeBitCast(self, to: SIMD8<UInt32>.self)
    let one = UInt32(127) << 23
    var result = Self()
    for lane in 0..<Self.scalarCount { result[lane] = Float(Int32(bits[lane] >> 23) - 127) }
    let mantissa = unsafeBitCast((bits & 0x7F_FFFF) | one, to: Self.self)
    // The series of the inverse hyperbolic tangent around 1.4, in odd powers.
    let centre = Self(repeating: 1.414_213_56)
    let ratio = (mantissa - centre) / (mantissa + centre)
    let square = ratio * ratio
    var series = square * (1 / 9) + (1 / 7)
    series = series * square + (1 / 5)
    series = series * square + (1 / 3)
    series = series * square + 1
    return result + ratio * series * 2.885_390_08 + 0.5
  }
}
