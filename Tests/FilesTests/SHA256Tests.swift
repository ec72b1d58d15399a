import ScratchFiles
import Testing

@testable import Files

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

  /// Where the processor has no instructions for it, both are the plain form.
  @Test func theProcessorsInstructionsAgreeWithThePlainForm() {
    let bytes = (0..<64 * 7).map { UInt8(truncatingIfNeeded: $0 * $0 + 3 * $0) }
    var plain: [UInt32] = (1...8).map { 0x9E37_79B9 &* $0 }
    var fast = plain
    bytes.withUnsafeBytes {
      SHA256.compressPlainly($0, into: &plain)
      SHA256.compress($0, into: &fast)
    }
    #expect(fast == plain)
  }
}
