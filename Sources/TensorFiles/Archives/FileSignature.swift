/// What a file is by its first bytes; its name says nothing.
enum FileSignature {
  case safetensors
  case zip
  case pickle
  case unknown

  init(_ bytes: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(bytes)
    // No zip archive and no pickle has a brace here and a small number before it.
    if let length = cursor.next(UInt64.self), length <= UInt64(SafetensorsHeader.lengthLimit),
      cursor.next(UInt8.self) == UInt8(ascii: "{")
    {
      self = .safetensors
    } else if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
      self = .zip
    } else if bytes.first == PickleOpcode.protocolVersion.rawValue {
      self = .pickle
    } else {
      self = .unknown
    }
  }
}
