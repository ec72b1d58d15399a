import Files

extension ComponentReader {
  /// The steps of a normalizer.
  func normalizers(_ value: JSONValue, depth: Int = 0) throws(TokenizerError) -> [Normalizer] {
    guard let type = try type(of: value, key: "normalizer") else { return [] }
    switch type {
    case "Sequence":
      guard depth < Self.depthLimit else { throw .badValue(path: path, key: "normalizers") }
      var steps: [Normalizer] = []
      for element in try elements(value, "normalizers") {
        steps += try normalizers(element, depth: depth + 1)
      }
      return steps
    case "BertNormalizer", "Bert":
      let strips = value["strip_accents"] ?? .null
      return Normalizer.bert(
        cleansText: try flag(value, "clean_text"), spacesIdeographs: try flag(value, "handle_chinese_chars"),
        stripsAccents: strips == .null ? nil : try flag(value, "strip_accents"),
        lowercases: try flag(value, "lowercase"))
    case "NFC": return [.form(.nfc)]
    case "NFD": return [.form(.nfd)]
    case "NFKC": return [.form(.nfkc)]
    case "NFKD": return [.form(.nfkd)]
    case "Lowercase": return [.lowercase]
    case "StripAccents": return [.withoutMarks]
    case "Strip": return [.strip(left: try flag(value, "strip_left"), right: try flag(value, "strip_right"))]
    case "Prepend": return [.prepend(try scalars(value, "prepend"))]
    case "Replace": return [.replace(try matcher(value), by: try scalars(value, "content"))]
    case "Precompiled":
      guard let blob = Base64.decode(try text(value, "precompiled_charsmap")),
        let map = PrecompiledMap(blob: blob)
      else { throw .badValue(path: path, key: "precompiled_charsmap") }
      return [.precompiled(map)]
    case "Nmt": return [.nmt]
    case "ByteLevel": return [.byteLevel]
    default: throw .unsupported(path: path, component: .normalizer, name: type)
    }
  }
}

/// Base 64 (RFC 4648).
enum Base64 {
  /// The bytes of a text, nil if it has other characters or a wrong length.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    var bits: UInt32 = 0
    for (index, letter) in text.dropLast(padding).enumerated() {
      guard let value = value(of: letter) else { return nil }
      bits = bits << 6 | value
      if index % 4 == 3 {
        bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        bits = 0
      }
    }
    if padding == 1 { bytes += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)] }
    if padding == 2 { bytes.append(UInt8(bits >> 4 & 0xFF)) }
    return bytes
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - 97 + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - 48 + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
