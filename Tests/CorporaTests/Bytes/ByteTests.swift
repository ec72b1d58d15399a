import Corpora
import Testing

@Suite struct SHA256Tests {
  /// NIST FIPS 180-4 examples and the million-a vector.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func vectors(message: String, digest: String) throws {
    for step in [1, 63, 64, 65, 1000] where message.utf8.count < 100 || step > 60 {
      var hash = SHA256()
      let bytes = Array(message.utf8)
      for start in stride(from: 0, to: bytes.count, by: step) {
        bytes[start..<min(start + step, bytes.count)].withUnsafeBytes { hash.update($0) }
      }
      #expect(hash.hexDigest() == digest)
    }
    let file = try TemporaryFile(message)
    #expect(try SHA256.hexDigest(ofFileAt: file.path) == digest)
  }
}

@Suite struct InputTests {
  private func error(_ bytes: [UInt8], suffix: String = ".txt") throws -> (CorpusError?, String) {
    let file = try TemporaryFile(bytes, suffix: suffix)
    let error = #expect(throws: CorpusError.self) { try documents(CorpusDescription(path: file.path)) }
    return (error, file.path)
  }

  @Test func missingFileAndFolder() {
    #expect(throws: CorpusError.notFound(path: "/nowhere/at all")) {
      try documents(CorpusDescription(path: "/nowhere/at all"))
    }
    #expect(throws: CorpusError.isFolder(path: "/tmp")) { try documents(CorpusDescription(path: "/tmp")) }
  }

  @Test func nothingButWhiteSpaceIsEmpty() throws {
    for text in ["", "\n\n", " \t\r\n\u{3000}\n", "\u{FEFF}"] {
      let (error, path) = try error(Array(text.utf8))
      #expect(error == .empty(path: path))
    }
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

  @Test func gzipIsKnownByItsBytesAndMembersFollowOneAnother() throws {
    let first = gzip(Array("one two\n".utf8))
    let second = gzip(Array("three\n".utf8))
    let file = try TemporaryFile(first + second + [0, 0, 0])
    let found = try documents(CorpusDescription(path: file.path))
    #expect(found.map(\.words) == [["one", "two", "three"]])
    let summary = try CorpusReader(CorpusDescription(path: file.path)).forEachDocument { _ in true }
    #expect(summary.bytes == first.count + second.count + 3)
    #expect(try summary.sha256 == SHA256.hexDigest(ofFileAt: file.path))
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

  @Test func aLineOfAMegabyteIsOneLine() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let file = try TemporaryFile("a b\n\(long) end\r\n\r\nlast")
    let found = try documents(CorpusDescription(path: file.path, tokenization: .whitespace))
    #expect(found.map(\.count) == [4, 1])
    #expect(found[0].word(2).utf8.count == 1 << 20)
    #expect(found[0].word(3) == "end")
  }
}
