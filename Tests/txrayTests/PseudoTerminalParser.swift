/// Cuts a terminal's bytes into characters, controls and sequences.
struct PseudoTerminalParser {
  enum Action: Equatable {
    case print(Unicode.Scalar)
    case control(UInt8)
    /// What follows ESC, without it.
    case escape(String)
    /// A control sequence: private marks and intermediates, numbers (nil where left out), the last byte.
    case sequence(prefix: String, numbers: [Int?], last: Character)
    /// An operating system command's text.
    case command(String)
  }

  private enum State {
    case ground
    case escape(String)
    case sequence(String)
    case command([UInt8])
    case commandEscape([UInt8])
    case character([UInt8], missing: Int)
  }

  private var state = State.ground

  mutating func take(_ byte: UInt8) -> Action? {
    switch state {
    case .ground: return ground(byte)
    case .escape(let text): return escape(text, byte)
    case .sequence(let text): return sequence(text, byte)
    case .command(let text):
      if byte == 0x07 { return end(text) }
      state = byte == 0x1B ? .commandEscape(text) : .command(text + [byte])
      return nil
    case .commandEscape(let text):
      if byte == UInt8(ascii: "\\") { return end(text) }
      state = .command(text + [0x1B, byte])
      return nil
    case .character(let bytes, let missing):
      let all = bytes + [byte]
      state = missing > 1 ? .character(all, missing: missing - 1) : .ground
      return missing > 1
        ? nil : .print(String(decoding: all, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}")
    }
  }

  private mutating func end(_ command: [UInt8]) -> Action {
    state = .ground
    return .command(String(decoding: command, as: UTF8.self))
  }

  private mutating func ground(_ byte: UInt8) -> Action? {
    switch byte {
    case 0x1B: state = .escape("")
    case 0x00..<0x20, 0x7F: return .control(byte)
    case 0x20..<0x7F: return .print(Unicode.Scalar(byte))
    case 0xC0..<0xE0: state = .character([byte], missing: 1)
    case 0xE0..<0xF0: state = .character([byte], missing: 2)
    case 0xF0..<0xF8: state = .character([byte], missing: 3)
    default: return .print("\u{FFFD}")
    }
    return nil
  }

  private mutating func escape(_ text: String, _ byte: UInt8) -> Action? {
    let character = Character(Unicode.Scalar(byte))
    if text.isEmpty, character == "[" {
      state = .sequence("")
    } else if text.isEmpty, character == "]" || character == "P" {
      state = .command(character == "P" ? [byte] : [])
    } else if (0x20..<0x30).contains(byte) {
      state = .escape(text + String(character))
    } else {
      state = .ground
      return .escape(text + String(character))
    }
    return nil
  }

  private mutating func sequence(_ text: String, _ byte: UInt8) -> Action? {
    let character = Character(Unicode.Scalar(byte))
    guard (0x40...0x7E).contains(byte) else {
      state = .sequence(text + String(character))
      return nil
    }
    state = .ground
    let prefix = text.filter { "?<=>! \"$'".contains($0) }
    let body = text.filter { $0.isNumber || $0 == ";" || $0 == ":" }
    let numbers =
      body.isEmpty
      ? [] : body.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == ":" }.map { Int($0) }
    return .sequence(prefix: prefix, numbers: numbers, last: character)
  }
}
