import Corpora

/// Hashes of strings and of tuples of hashes: what features are named by.
enum FeatureHash {
  /// FNV-1a over bytes, mixed once more.
  @inline(__always)
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for index in range {
      hash = (hash ^ UInt32(bytes[index])) &* 16_777_619
    }
    return mix(hash)
  }

  /// One feature from the number of its template and up to three values.
  @inline(__always)
  static func combine(_ template: UInt32, _ a: UInt32, _ b: UInt32 = 0, _ c: UInt32 = 0) -> UInt32 {
    var hash = (UInt64(template) &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(a)
    hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9 &+ UInt64(b)
    hash = (hash ^ (hash >> 32)) &* 0x94D0_49BB_1331_11EB &+ UInt64(c)
    hash = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return UInt32(truncatingIfNeeded: hash >> 32)
  }

  @inline(__always)
  private static func mix(_ value: UInt32) -> UInt32 {
    var hash = value
    hash = (hash ^ (hash >> 16)) &* 0x85EB_CA6B
    hash = (hash ^ (hash >> 13)) &* 0xC2B2_AE35
    return hash ^ (hash >> 16)
  }
}
