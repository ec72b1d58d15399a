import Files

extension PyTorchContent {
  private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let protocolVersion = 1001

  /// Reads a stream of pickles, one after another: a magic number, the protocol's version, facts about the
  /// writing machine, the object, the keys of its storages; then the storages in that order, each a count of
  /// elements (8 bytes) and the elements.
  init(legacy file: MappedFile) throws(PyTorchFailure) {
    let bytes = file.bytes
    let magic = try PickleMachine.read(bytes)
    guard case .longInteger(Self.magic) = magic[magic.root] else {
      throw PyTorchFailure(offset: 0, flaw: .notPyTorch)
    }
    let version = try PickleMachine.read(bytes, at: magic.end)
    let found = version.integer(version.root) ?? -1
    guard found == Self.protocolVersion else {
      throw PyTorchFailure(offset: magic.end, flaw: .unknownProtocol(found))
    }
    let system = try PickleMachine.read(bytes, at: version.end)
    if let order = system.value("little_endian", of: system.root), case .bool(false) = system[order] {
      throw PyTorchFailure(offset: version.end, flaw: .bigEndian)
    }
    let pickle = try PickleMachine.read(bytes, at: system.end)
    let keys = try PickleMachine.read(bytes, at: pickle.end)
    let blocks = try Self.blocks(
      keys, sizes: try Self.elementSizes(pickle, at: system.end), bytes, pickle.end)
    try self.init(pickle, offset: system.end) { key, type, count throws(PyTorchFlaw) in
      guard let block = blocks[key] else { return nil }
      guard block.count == count * type.byteCount else {
        throw .wrongStorageSize(key: key, expected: count * type.byteCount, found: block.count)
      }
      return .mapped(block)
    }
  }

  /// Bytes an element, by storage: the stream counts elements, and only the pickle tells their type.
  private static func elementSizes(_ pickle: Pickle, at offset: Int) throws(PyTorchFailure) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for case .persistent(let identity) in pickle.nodes {
      guard let parts = pickle.tuple(identity), parts.count >= 3, pickle.text(parts[0]) == "storage",
        let name = pickle.globalName(parts[1]), let key = pickle.text(parts[2])
      else { continue }
      guard let size = byteCount(ofStorage: name), sizes[key] ?? size == size else {
        throw PyTorchFailure(offset: offset, flaw: .unknownStorageType(tensor: key, type: name))
      }
      sizes[key] = size
    }
    return sizes
  }

  /// Also of types that can't be read but must be passed over.
  private static func byteCount(ofStorage name: String) -> Int? {
    switch name {
    case "torch.ComplexDoubleStorage": 16
    case "torch.QInt8Storage", "torch.QUInt8Storage": 1
    case "torch.QInt32Storage": 4
    default: ElementType(pyTorchName: name)?.byteCount
    }
  }

  private static func blocks(
    _ keys: Pickle, sizes: [String: Int], _ bytes: UnsafeRawBufferPointer, _ offset: Int
  ) throws(PyTorchFailure) -> [String: Range<Int>] {
    guard case .list(let index) = keys[keys.root] else {
      throw PyTorchFailure(offset: offset, flaw: .notPyTorch)
    }
    var cursor = ByteCursor(bytes, at: keys.end)
    var blocks: [String: Range<Int>] = [:]
    for reference in keys.lists[index] {
      let position = cursor.position
      guard let key = keys.text(reference), let size = sizes[key], blocks[key] == nil else {
        throw PyTorchFailure(offset: position, flaw: .notPyTorch)
      }
      guard let count = cursor.next(Int64.self), count >= 0, count <= Int64.max >> 4,
        let block = cursor.take(Int(count) * size)
      else { throw PyTorchFailure(offset: position, flaw: .missingStorage(tensor: key, key: key)) }
      blocks[key] = block
    }
    guard cursor.remaining == 0 else {
      throw PyTorchFailure(offset: cursor.position, flaw: .notPyTorch)
    }
    return blocks
  }
}
