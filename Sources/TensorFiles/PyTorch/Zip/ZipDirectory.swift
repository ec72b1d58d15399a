/// The central directory of a zip archive (PKWARE APPNOTE 4.3), parsed and verified.
struct ZipDirectory {
  let entries: [ZipEntry]

  private static let endSignature: UInt32 = 0x0605_4B50
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let end64Signature: UInt32 = 0x0606_4B50
  private static let entrySignature: UInt32 = 0x0201_4B50
  private static let localSignature: UInt32 = 0x0403_4B50

  init(_ bytes: UnsafeRawBufferPointer) throws(PyTorchFailure) {
    let end = try Self.end(of: bytes)
    var cursor = ByteCursor(bytes, at: end.start)
    var entries: [ZipEntry] = []
    var names: Set<String> = []
    while cursor.position < end.start + end.size {
      let entry = try Self.entry(&cursor, bytes, before: end.start)
      guard names.insert(entry.name).inserted else {
        throw PyTorchFailure(offset: entry.headerOffset, flaw: .duplicateEntry(name: entry.name))
      }
      entries.append(entry)
    }
    guard cursor.position == end.start + end.size, entries.count == end.count else {
      throw PyTorchFailure(offset: end.start, flaw: .badDirectory)
    }
    let ordered = entries.sorted { $0.headerOffset < $1.headerOffset }
    for (entry, next) in zip(ordered, ordered.dropFirst()) where entry.range.upperBound > next.headerOffset {
      throw PyTorchFailure(
        offset: next.headerOffset, flaw: .entriesOverlap(name: entry.name, other: next.name))
    }
    self.entries = entries
  }

  private struct End {
    let start: Int
    let size: Int
    let count: Int
  }

  /// Finds the record at the end of the file that tells where the directory stands.
  private static func end(of bytes: UnsafeRawBufferPointer) throws(PyTorchFailure) -> End {
    let missing = PyTorchFailure(offset: bytes.count, flaw: .noDirectory)
    var position = bytes.count - 22
    let first = max(0, position - 0xFFFF)
    while position >= first {
      var cursor = ByteCursor(bytes, at: position)
      // A comment that reaches exactly to the end tells the record from bytes that only look like it.
      if cursor.next(UInt32.self) == endSignature {
        cursor.position = position + 20
        if let comment = cursor.next(UInt16.self), position + 22 + Int(comment) == bytes.count { break }
      }
      position -= 1
    }
    guard position >= first else { throw missing }
    let bad = PyTorchFailure(offset: position, flaw: .badDirectory)
    var cursor = ByteCursor(bytes, at: position + 4)
    guard let disk = cursor.next(UInt16.self), let startDisk = cursor.next(UInt16.self),
      let countHere = cursor.next(UInt16.self), let count = cursor.next(UInt16.self),
      let size = cursor.next(UInt32.self), let start = cursor.next(UInt32.self)
    else { throw missing }
    var end = End(start: Int(start), size: Int(size), count: Int(count))
    var limit = position
    if let (large, place) = try end64(before: position, bytes) {
      guard count == 0xFFFF || Int(count) == large.count, size == .max || Int(size) == large.size,
        start == .max || Int(start) == large.start
      else { throw bad }
      (end, limit) = (large, place)
    } else {
      guard disk == 0, startDisk == 0, countHere == count else { throw bad }
    }
    guard end.start <= limit, limit - end.start == end.size else { throw bad }
    return end
  }

  /// The zip64 record, if one is pointed at just before the end record, and where it stands.
  private static func end64(
    before position: Int, _ bytes: UnsafeRawBufferPointer
  ) throws(PyTorchFailure) -> (End, Int)? {
    var cursor = ByteCursor(bytes, at: position - 20)
    guard cursor.next(UInt32.self) == locatorSignature else { return nil }
    let bad = PyTorchFailure(offset: position - 20, flaw: .badDirectory)
    guard cursor.next(UInt32.self) == 0, let offset = cursor.next(UInt64.self),
      cursor.next(UInt32.self) == 1, let place = Int(exactly: offset), place <= position - 20 - 56
    else { throw bad }
    cursor.position = place
    guard cursor.next(UInt32.self) == end64Signature, let length = cursor.next(UInt64.self),
      length == UInt64(position - 20 - place - 12), cursor.next(UInt32.self) != nil,
      cursor.next(UInt32.self) == 0, cursor.next(UInt32.self) == 0,
      let countHere = cursor.next(UInt64.self), let count = cursor.next(UInt64.self), count == countHere,
      let size = cursor.next(UInt64.self), let start = cursor.next(UInt64.self),
      let count = Int(exactly: count), let size = Int(exactly: size), let start = Int(exactly: start)
    else { throw bad }
    return (End(start: start, size: size, count: count), place)
  }

  private static func entry(
    _ cursor: inout ByteCursor, _ bytes: UnsafeRawBufferPointer, before limit: Int
  ) throws(PyTorchFailure) -> ZipEntry {
    let bad = PyTorchFailure(offset: cursor.position, flaw: .badDirectory)
    guard cursor.next(UInt32.self) == entrySignature, cursor.take(4) != nil,
      let flags = cursor.next(UInt16.self), let method = cursor.next(UInt16.self), cursor.take(4) != nil,
      let checksum = cursor.next(UInt32.self), let packed32 = cursor.next(UInt32.self),
      let count32 = cursor.next(UInt32.self), let nameLength = cursor.next(UInt16.self),
      let extraLength = cursor.next(UInt16.self), let commentLength = cursor.next(UInt16.self),
      cursor.take(8) != nil, let header32 = cursor.next(UInt32.self),
      let name = cursor.text(Int(nameLength)), let extra = cursor.take(Int(extraLength)),
      cursor.take(Int(commentLength)) != nil
    else { throw bad }
    let narrow = [count32, packed32, header32]
    guard let wide = widened(narrow, ByteCursor(UnsafeRawBufferPointer(rebasing: bytes[extra]))) else {
      throw bad
    }
    let (count, packed, header) = (wide[0], wide[1], wide[2])
    guard flags & 0x2041 == 0 else {
      throw PyTorchFailure(offset: header, flaw: .encryptedEntry(name: name))
    }
    guard method == 0 || method == 8 else {
      throw PyTorchFailure(offset: header, flaw: .unknownCompression(name: name, method: Int(method)))
    }
    let start = try dataStart(
      of: name, at: header, bytes, sizes: flags & 8 == 0 ? (packed32, count32) : nil, method: method)
    guard start <= limit, packed <= limit - start else {
      throw PyTorchFailure(offset: header, flaw: .entryOutside(name: name))
    }
    guard method == 8 || packed == count else {
      throw PyTorchFailure(offset: header, flaw: .contradictoryEntry(name: name))
    }
    return ZipEntry(
      name: name, isDeflated: method == 8, checksum: checksum, count: count, headerOffset: header,
      range: start..<start + packed)
  }

  /// Numbers of 32 bits, those that are too large for it taken from the zip64 field (tag 1) in this order.
  private static func widened(_ narrow: [UInt32], _ extra: ByteCursor) -> [Int]? {
    guard narrow.contains(.max) else { return narrow.map { Int($0) } }
    var extra = extra
    while let tag = extra.next(UInt16.self), let length = extra.next(UInt16.self),
      let range = extra.take(Int(length))
    {
      guard tag == 1 else { continue }
      var field = ByteCursor(UnsafeRawBufferPointer(rebasing: extra.bytes[range]))
      var wide: [Int] = []
      for value in narrow {
        guard value == .max else {
          wide.append(Int(value))
          continue
        }
        guard let number = field.next(UInt64.self), let exact = Int(exactly: number) else { return nil }
        wide.append(exact)
      }
      return wide
    }
    return nil
  }

  /// Where an entry's data starts, which only its own header tells; the rest of that header must agree.
  private static func dataStart(
    of name: String, at offset: Int, _ bytes: UnsafeRawBufferPointer, sizes: (UInt32, UInt32)?,
    method: UInt16
  ) throws(PyTorchFailure) -> Int {
    var cursor = ByteCursor(bytes, at: offset)
    guard offset < bytes.count, cursor.next(UInt32.self) == localSignature, cursor.take(4) != nil,
      let ownMethod = cursor.next(UInt16.self), cursor.take(8) != nil,
      let packed = cursor.next(UInt32.self), let count = cursor.next(UInt32.self),
      let nameLength = cursor.next(UInt16.self), let extraLength = cursor.next(UInt16.self),
      let ownName = cursor.text(Int(nameLength)), cursor.take(Int(extraLength)) != nil
    else { throw PyTorchFailure(offset: offset, flaw: .entryOutside(name: name)) }
    let agrees = sizes.map { $0 == (packed, count) || packed == .max || count == .max } ?? true
    guard ownName == name, ownMethod == method, agrees else {
      throw PyTorchFailure(offset: offset, flaw: .contradictoryEntry(name: name))
    }
    return cursor.position
  }
}
