import Files
import Glibc
import ScratchFiles
import Testing

@Suite struct InputTests {
  private func lines(_ path: String) throws -> [String] {
    let reader = try LineReader(path: path)
    var lines: [String] = []
    while try reader.next() { lines.append(String(decoding: reader.line, as: UTF8.self)) }
    return lines
  }

  private func error(_ bytes: [UInt8], suffix: String = ".txt") throws -> (FileError?, String) {
    let file = try TemporaryFile(bytes, suffix: suffix)
    let error = #expect(throws: FileError.self) { try lines(file.path) }
    return (error, file.path)
  }

  @Test func missingFileAndFolder() {
    #expect(throws: FileError.notFound(path: "/nowhere/at all")) { try lines("/nowhere/at all") }
    #expect(throws: FileError.isFolder(path: "/tmp")) { try lines("/tmp") }
  }

  @Test func invalidUTF8IsNamedByOffsetAndLine() throws {
    let (error, path) = try error(Array("good line\nbad ".utf8) + [0xC3, 0x28] + Array("\nmore".utf8))
    #expect(error == .notUTF8(path: path, byteOffset: 14, line: 2))
    for bytes: [UInt8] in [
      [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0x80], [0xE2, 0x82],
      [0xF0, 0x9F, 0x98],
    ] {
      let (error, path) = try self.error(Array("01234567".utf8) + bytes)
      #expect(error == .notUTF8(path: path, byteOffset: 8, line: 1))
    }
  }

  /// A text whose lines end in CR alone would be one line.
  @Test func carriageReturnsAloneAreNamed() throws {
    let (error, path) = try error(Array("one two\rthree\r".utf8))
    #expect(error == .carriageReturns(path: path))
    for text in ["one\r\ntwo\r\n", "one\r", "a line\rfed back\nand another\n", "\r"] {
      let file = try TemporaryFile(Array(text.utf8))
      #expect(try !lines(file.path).isEmpty)
    }
  }

  @Test func gzipIsKnownByItsBytesAndMembersFollowOneAnother() throws {
    let first = gzip(Array("one two\n".utf8))
    let second = gzip(Array("three\n".utf8))
    let file = try TemporaryFile(first + second + [0, 0, 0])
    let stream = try LineReader(path: file.path)
    var found: [String] = []
    while try stream.next() { found.append(String(decoding: stream.line, as: UTF8.self)) }
    #expect(found == ["one two", "three"])
    #expect(stream.stream.rawByteCount == first.count + second.count + 3)
    #expect(try stream.stream.digest.hexDigest() == SHA256.hexDigest(ofFileAt: file.path))
  }

  @Test func truncatedAndDamagedGzip() throws {
    let whole = gzip(Array(String(repeating: "words of a text\n", count: 500).utf8))
    let (truncated, path) = try error(Array(whole.dropLast(9)), suffix: ".txt.gz")
    #expect(truncated == .corruptGzip(path: path, offset: whole.count - 9, reason: .truncated))
    var damaged = whole
    damaged[whole.count - 6] ^= 0x55
    let (checksum, _) = try error(damaged)
    guard case .corruptGzip(_, _, .damaged) = checksum else {
      Issue.record("a wrong checksum gave \(String(describing: checksum))")
      return
    }
    let (trailing, _) = try error(whole + Array("tail".utf8))
    guard case .corruptGzip(_, _, .damaged) = trailing else {
      Issue.record("trailing bytes gave \(String(describing: trailing))")
      return
    }
  }

  /// A name below a file was a failed read for mapped files, and not found for all others.
  @Test func whatIsNotThereIsNotFoundHoweverItIsOpened() throws {
    let file = try TemporaryFile("x")
    for path in [file.path + "/x", file.path + "x"] {
      #expect(throws: FileError.notFound(path: path)) { try MappedFile(path: path) }
      #expect(throws: FileError.notFound(path: path)) { try InputFile(path: path) }
      #expect(throws: FileError.notFound(path: path)) { try FileTail(path, from: 0, of: 0, limit: 1) }
    }
  }

  @Test func sparseFilesAreRefusedAtOnce() throws {
    let file = try TemporaryFile("x")
    #expect(truncate(file.path, 1 << 40) == 0)
    let error = #expect(throws: FileError.self) { try MappedFile(path: file.path) }
    guard case .sparse(file.path, 1 << 40, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: FileError.self) { try InputFile(path: file.path) }
    #expect(throws: FileError.self) { try SHA256.hexDigest(ofFileAt: file.path) }
  }

  @Test func sizesAreCheckedBeforeReading() throws {
    let file = try TemporaryFile(String(repeating: "x", count: 100))
    #expect(try FileBytes.read(file.path, limit: 100).count == 100)
    #expect(throws: FileError.tooLarge(path: file.path, limit: 99)) {
      try FileBytes.read(file.path, limit: 99)
    }
    #expect(throws: FileError.tooLarge(path: file.path, limit: 99)) {
      try FileTail(file.path, from: 0, of: 0, limit: 99)
    }
    #expect(throws: FileError.tooLarge(path: "/dev/zero", limit: 1000)) {
      try FileBytes.read("/dev/zero", limit: 1000)
    }
  }

  /// 80 MB of one letter in 80 kB, read in bounded memory and not to the end.
  @Test func gzipBombsAreRefused() throws {
    let file = try TemporaryFile(gzip([UInt8](repeating: 0x0A, count: 80 << 20)), suffix: ".gz")
    var count = 0
    let error = #expect(throws: FileError.self) {
      let stream = try ByteStream(path: file.path)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
      defer { buffer.deallocate() }
      while case let read = try stream.read(into: buffer), read > 0 { count += read }
    }
    #expect((64 << 20...66 << 20).contains(count), "\(count)")
    guard case .corruptGzip(file.path, _, .bomb) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
