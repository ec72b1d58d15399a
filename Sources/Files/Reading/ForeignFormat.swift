/// What a file is by its first bytes, where it is of none of the kinds that are read here.
public enum ForeignFormat: String, Sendable, CaseIterable {
  /// A few lines of text that stand for a file which Git LFS has not fetched.
  case gitLFSPointer
  /// A web page, often what a download saved instead of the file.
  case html
  /// Weights of a transformer, as llama.cpp keeps them.
  case gguf
  /// HDF5, which Keras writes.
  case hdf5
  case onnx
  /// An array of NumPy's.
  case numpy
  case pdf
  case bzip2
  case xz
  case zstandard
  case zip
  case sevenZip
  case tar
  case gzip
  /// A list in JSON of which tensor stands in which file.
  case shardIndex
  /// Another text in JSON.
  case json

  /// Recognises compressed files, archives and pages, none of which is text to read word by word. `bytes` is the
  /// beginning of a file.
  public init?(container bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(64))
    let magics: [([UInt8], ForeignFormat)] = [
      (Array("BZh".utf8), .bzip2), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
      ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip), (Array("%PDF-".utf8), .pdf),
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .hdf5), ([0x93] + Array("NUMPY".utf8), .numpy),
      (Array("version https://git-lfs".utf8), .gitLFSPointer),
    ]
    guard let known = magics.first(where: { start.starts(with: $0.0) })?.1 else { return nil }
    self = known
  }

  /// Recognises what somebody may take for a file of weights. `bytes` is the whole file, of which little is read.
  public init?(weights bytes: UnsafeRawBufferPointer) {
    if let container = ForeignFormat(container: bytes.prefix(64)) {
      self = container
      return
    }
    let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased().drop { $0.isWhitespace }
    if bytes.starts(with: "GGUF".utf8) {
      self = .gguf
    } else if start.hasPrefix("<!doctype") || start.hasPrefix("<html") || start.hasPrefix("<?xml") {
      self = .html
    } else if start.hasPrefix("{") || start.hasPrefix("[") {
      let isIndex = String(decoding: bytes.prefix(1 << 16), as: UTF8.self).contains("\"weight_map\"")
      self = isIndex ? .shardIndex : .json
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) {
      self = .tar
    } else if bytes.count > 3, bytes[0] == 0x08, (1...20).contains(bytes[1]), bytes[2] == 0x12 {
      // Protocol buffers: the version of the format, then the name of the producer.
      self = .onnx
    } else {
      return nil
    }
  }
}
