/// The alphabet in which byte-level vocabularies spell bytes, so that each is a letter to be seen: printable bytes
/// of Latin-1 stand for themselves, the other 68 in order for U+0100 and on.
package enum ByteAlphabet {
  /// What a space is spelled by: U+0120.
  static let space: UInt32 = 0x120

  private static let letters: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      if isPrintable(byte) { return UInt32(byte) }
      defer { next += 1 }
      return next
    }
  }()

  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (byte, letter) in letters.enumerated() { bytes[Int(letter)] = UInt8(byte) }
    return bytes
  }()

  private static func isPrintable(_ byte: Int) -> Bool {
    (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
  }

  /// The letter of a byte.
  @inline(__always)
  static func letter(of byte: UInt8) -> UInt32 { letters[Int(byte)] }

  /// The byte of a letter, nil if it is none of the alphabet.
  package static func byte(of letter: UInt32) -> UInt8? { letter < 0x144 ? bytes[Int(letter)] : nil }

  /// The bytes that a token spells, nil if it has other letters too.
  package static func bytes(of token: some Sequence<UInt8>) -> [UInt8]? {
    var spelled: [UInt8] = []
    for scalar in String(decoding: Array(token), as: UTF8.self).unicodeScalars {
      guard let byte = byte(of: scalar.value) else { return nil }
      spelled.append(byte)
    }
    return spelled
  }
}
