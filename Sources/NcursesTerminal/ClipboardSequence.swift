/// What makes the user's own terminal, at the far end of any SSH connection, put text on its clipboard: the
/// escape sequence OSC 52, handed through tmux and screen.
package enum ClipboardSequence {
  /// Terminals drop longer sequences (xterm's limit for the encoded text is about 100,000 bytes).
  package static let encodedLimit = 99_996
  /// screen forwards strings of its limited buffer only; longer ones go in parts.
  private static let screenPart = 240

  /// The bytes to write.
  ///
  /// - Throws: `CopyError.tooLong`.
  package static func bytes(for text: String, environment: [String: String]) throws(CopyError) -> [UInt8] {
    let encoded = base64(Array(text.utf8))
    if encoded.count > encodedLimit {
      throw CopyError.tooLong(bytes: text.utf8.count, limit: encodedLimit / 4 * 3)
    }
    let plain = Array("\u{1B}]52;c;".utf8) + encoded + [0x07]
    if !(environment["TMUX"] ?? "").isEmpty {
      // tmux takes the plain one where set-clipboard is on, and hands the wrapped one on where
      // allow-passthrough is; what it does not take it drops.
      let doubled = plain.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
      return plain + Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
    }
    if !(environment["STY"] ?? "").isEmpty {
      return stride(from: 0, to: plain.count, by: screenPart).flatMap { start in
        Array("\u{1B}P".utf8) + plain[start..<min(start + screenPart, plain.count)] + Array("\u{1B}\\".utf8)
      }
    }
    return plain
  }

  /// RFC 4648's base64.
  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * place) & 0x3F)]
        encoded.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
