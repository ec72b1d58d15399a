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

  /// GPT-2's alphabet: letters from U+0100 on stand for the bytes that are not printable, in their order.
  static func bytes(ofByteLevel piece: [UInt8]) -> [UInt8] {
    String(decoding: piece, as: UTF8.self).unicodeScalars.flatMap { scalar -> [UInt8] in
      if let byte = hiddenBytes[scalar] { return [byte] }
      return scalar.value < 256 ? [UInt8(scalar.value)] : Array(String(scalar).utf8)
    }
  }

  private static let hiddenBytes: [Unicode.Scalar: UInt8] = {
    let hidden = (0...255).filter {
      !(33...126).contains($0) && !(161...172).contains($0) && !(174...255).contains($0)
    }
    let pairs = hidden.enumerated().compactMap { offset, byte in
      Unicode.Scalar(256 + offset).map { ($0, UInt8(byte)) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

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

/// Replaces every byte that is no part of UTF-8 by a question mark: a text may be cut inside a letter.
func repairUTF8(_ text: inout [UInt8]) {
  var decoder = UTF8()
  var iterator = text.makeIterator()
  // Only a text that is not sound is walked byte by byte.
  validation: while true {
    switch decoder.decode(&iterator) {
    case .scalarValue: continue
    case .emptyInput: return
    case .error: break validation
    }
  }
  var start = 0
  while start < text.count {
    let length = (1...4).first { length in
      start + length <= text.count
        && String(validating: text[start..<start + length], as: UTF8.self)?.unicodeScalars.count == 1
    }
    if length == nil { text[start] = UInt8(ascii: "?") }
    start += length ?? 1
  }
}
