import Foundation

/// Writes a pickle instruction by instruction, also those that PyTorch never would.
struct PickleBytes {
  private(set) var bytes: [UInt8] = [0x80, 2]

  /// Appends bytes as they are.
  mutating func raw(_ more: [UInt8]) { bytes += more }

  mutating func text(_ text: String) { bytes += [0x58] + little(UInt32(text.utf8.count)) + Array(text.utf8) }

  mutating func integer(_ value: Int) {
    bytes += [0x8A, 8] + little(UInt64(bitPattern: Int64(value)))
  }

  mutating func global(_ module: String, _ name: String) { bytes += Array("c\(module)\n\(name)\n".utf8) }

  mutating func tuple(_ values: [Int]) {
    bytes.append(UInt8(ascii: "("))
    for value in values { integer(value) }
    bytes.append(UInt8(ascii: "t"))
  }

  /// A tensor of floats as `torch.save` writes it.
  mutating func tensor(
    storage: String = "0", count: Int, offset: Int = 0, shape: [Int], strides: [Int],
    type: String = "FloatStorage"
  ) {
    global("torch._utils", "_rebuild_tensor_v2")
    raw(Array("((".utf8))
    text("storage")
    global("torch", type)
    text(storage)
    text("cpu")
    integer(count)
    raw(Array("tQ".utf8))
    integer(offset)
    tuple(shape)
    tuple(strides)
    raw([0x89, UInt8(ascii: ")"), UInt8(ascii: "t"), UInt8(ascii: "R")])
  }

  /// The pickle of `{name: value, ...}`, the values written by `body`.
  static func dictionary(_ names: [String], _ body: (inout PickleBytes, String) -> Void) -> [UInt8] {
    var pickle = PickleBytes()
    pickle.raw(Array("}(".utf8))
    for name in names {
      pickle.text(name)
      body(&pickle, name)
    }
    pickle.raw(Array("u.".utf8))
    return pickle.bytes
  }
}

/// A zip archive of stored entries, with every number open to lies.
struct ZipBytes {
  struct Entry {
    var name: String
    var content: [UInt8]
    var method: UInt16 = 0
    /// What the directory claims instead of the truth.
    var claimedCount: UInt32?
    var claimedPacked: UInt32?
    var claimedOffset: UInt32?
    var directoryName: String?
    var checksum: UInt32 = 0
    var flags: UInt16 = 0x808
  }

  var entries: [Entry]
  var claimedEntries: UInt16?

  /// The archive that `torch.save` would write of this pickle and these storages.
  init(pickle: [UInt8], storages: [String: [UInt8]] = [:]) {
    entries = [Entry(name: "x/data.pkl", content: pickle)]
    entries += storages.sorted { $0.key < $1.key }.map { Entry(name: "x/data/\($0.key)", content: $0.value) }
  }

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = UInt32(file.count)
      let sizes = little(UInt32(entry.content.count))
      file += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + little(entry.flags) + little(entry.method)
      file += little(UInt32(0)) + little(entry.checksum) + sizes + sizes
      file += little(UInt16(entry.name.utf8.count)) + little(UInt16(0)) + Array(entry.name.utf8)
      file += entry.content
      let name = entry.directoryName ?? entry.name
      directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + little(UInt16(20))
      directory += little(entry.flags) + little(entry.method) + little(UInt32(0)) + little(entry.checksum)
      directory += little(entry.claimedPacked ?? UInt32(entry.content.count))
      directory += little(entry.claimedCount ?? UInt32(entry.content.count))
      directory += little(UInt16(name.utf8.count)) + [UInt8](repeating: 0, count: 12)
      directory += little(entry.claimedOffset ?? offset) + Array(name.utf8)
    }
    let count = claimedEntries ?? UInt16(entries.count)
    let end =
      little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(count) + little(count)
      + little(UInt32(directory.count)) + little(UInt32(file.count)) + little(UInt16(0))
    return file + directory + end
  }
}

/// The legacy stream of this pickle and these storages: keys, element counts, bytes.
func legacyBytes(pickle: [UInt8], storages: [(key: String, count: Int, bytes: [UInt8])]) -> [UInt8] {
  var magic = PickleBytes()
  magic.raw([0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, UInt8(ascii: ".")])
  var version = PickleBytes()
  version.integer(1001)
  version.raw([UInt8(ascii: ".")])
  let system = PickleBytes.dictionary(["little_endian"]) { pickle, _ in pickle.raw([0x88]) }
  var keys = PickleBytes()
  keys.raw(Array("](".utf8))
  for storage in storages { keys.text(storage.key) }
  keys.raw(Array("e.".utf8))
  return magic.bytes + version.bytes + system + pickle + keys.bytes
    + storages.flatMap { little(Int64($0.count)) + $0.bytes }
}

func little(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// The bytes of floats.
func floatBytes(_ values: [Float]) -> [UInt8] { values.flatMap { little($0.bitPattern) } }
