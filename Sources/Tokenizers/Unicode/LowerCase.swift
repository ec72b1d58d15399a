/// Lower case of single scalars, without regard to what stands around them.
enum LowerCase {
  /// The longest lower case is that of U+0130: two scalars.
  private static let dottedCapitalI: UInt32 = 0x130

  /// Whether lower case changes a scalar, as a table of bytes.
  private static let changes = ScalarTable { $0.properties.changesWhenLowercased ? 1 : 0 }

  /// Hands each scalar of the lower case of `scalar` to `body`.
  @inline(__always)
  static func map(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    if scalar < 0x80 {
      body(scalar &- 0x41 < 26 ? scalar | 0x20 : scalar)
    } else if changes[scalar] == 0 {
      body(scalar)
    } else if scalar == dottedCapitalI {
      body(0x69)
      body(0x307)
    } else {
      for mapped in Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars
        ?? "\u{FFFD}".unicodeScalars
      {
        body(mapped.value)
      }
    }
  }

  /// Whether lower case changes a scalar.
  @inline(__always)
  static func changes(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar &- 0x41 < 26 : changes[scalar] != 0
  }
}
