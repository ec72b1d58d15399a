import Files
import Tokenizers

/// Puts text together from the pieces of a tokenizer.
struct PieceText {
  let joining: PieceJoining

  /// The text that pieces make up one after the other; an empty piece makes none.
  func joined(_ pieces: [[UInt8]]) -> RecordedText {
    var text: [UInt8] = []
    let spans = pieces.map { piece -> Range<Int> in
      if piece.isEmpty { return text.count..<text.count }
      let (bytes, isWordStart) = spelled(piece)
      if isWordStart, !text.isEmpty { text.append(UInt8(ascii: " ")) }
      let start = text.count
      text += bytes
      return start..<text.count
    }
    repairUTF8(&text)
    return RecordedText(text: text, spans: spans, isCutAtBlanks: joining == .words)
  }

  /// The same where it is known which word each piece belongs to, -1 for none.
  func joined(_ pieces: [[UInt8]], words: [Int]) -> RecordedText {
    var text: [UInt8] = []
    var last = -1
    let spans = zip(pieces, words).map { piece, word -> Range<Int> in
      if piece.isEmpty || word < 0 { return text.count..<text.count }
      if word != last, !text.isEmpty { text.append(UInt8(ascii: " ")) }
      last = word
      let start = text.count
      text += spelled(piece).bytes.filter { $0 > 0x20 }
      return start..<text.count
    }
    repairUTF8(&text)
    return RecordedText(text: text, spans: spans, isCutAtBlanks: true)
  }

  /// The bytes that a piece stands for, and whether a word starts with it though it spells no blank.
  private func spelled(_ piece: [UInt8]) -> (bytes: [UInt8], isWordStart: Bool) {
    switch joining {
    case .words, .unknown: (piece, true)
    case .wordPiece: piece.starts(with: [0x23, 0x23]) ? (Array(piece[2...]), false) : (piece, true)
    case .byteLevel: (Self.bytes(ofByteLevel: piece), false)
    case .metaspace: (Self.bytes(ofMetaspace: piece), false)
    }
  }

  /// The bytes that letters of the byte-level alphabet spell; other letters, as in added tokens, stand for themselves.
  static func bytes(ofByteLevel piece: [UInt8]) -> [UInt8] {
    String(decoding: piece, as: UTF8.self).unicodeScalars.flatMap { scalar -> [UInt8] in
      ByteAlphabet.byte(of: scalar.value).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  private static func bytes(ofMetaspace piece: [UInt8]) -> [UInt8] {
    let text = String(decoding: piece, as: UTF8.self)
    if piece.count == 6, text.hasPrefix("<0x"), text.hasSuffix(">"),
      let byte = UInt8(text.dropFirst(3).dropLast(), radix: 16)
    {
      return [byte]
    }
    return text.unicodeScalars.flatMap { $0 == "\u{2581}" ? [0x20] : Array(String($0).utf8) }
  }
}

/// Replaces every byte that is no part of UTF-8 by a question mark: a text may be cut inside a letter. O(bytes).
func repairUTF8(_ text: inout [UInt8]) {
  var start = 0
  while start < text.count {
    let flaw = text.withUnsafeBufferPointer {
      firstInvalidUTF8(in: UnsafeBufferPointer(rebasing: $0[start...]))
    }
    guard let flaw else { return }
    text[start + flaw] = UInt8(ascii: "?")
    start += flaw + 1
  }
}
