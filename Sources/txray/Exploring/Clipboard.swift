import Glibc

/// The clipboard of whoever sits at the terminal, reached through it: right over SSH too (OSC 52).
enum Clipboard {
  /// Terminals take no more than about this in one sequence.
  static let limit = 74_994

  /// Asks the terminal to put a text into the clipboard; false if it is too long.
  static func copy(_ text: String, to descriptor: Int32, environment: [String: String]) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= limit else { return false }
    let sequence = Array(self.sequence(bytes, environment: environment).utf8)
    var start = 0
    while start < sequence.count {
      let count = sequence.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + start }, sequence.count - start)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  /// The escape sequence; tmux and screen pass it on to the terminal they run in when it is wrapped.
  static func sequence(_ bytes: [UInt8], environment: [String: String]) -> String {
    let plain = "\u{1B}]52;c;\(base64(bytes))\u{7}"
    if environment["TMUX"] != nil { return "\u{1B}Ptmux;\u{1B}\(plain)\u{1B}\\" }
    if environment["TERM"]?.hasPrefix("screen") == true { return "\u{1B}P\(plain)\u{1B}\\" }
    return plain
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
      }
    }
    return text
  }
}
