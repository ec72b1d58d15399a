import CSHA256

/// The SHA-256 message digest (FIPS 180-4), fed piece by piece.
///
/// Kept here, and not taken from a cryptography package, because naming the bytes that a snapshot came from
/// needs nothing more, and the package would more than double a cold build.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// An empty message.
  public init() {
    pending.reserveCapacity(128)
  }

  /// Appends bytes to the message. Complexity: O(n).
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(taken))
      rest = rest.dropFirst(taken)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { Self.compress($0, into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~63
    Self.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), into: &state)
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The digest of everything appended so far, as 64 lower-case hexadecimal digits.
  public func hexDigest() -> String {
    var closed = self
    var padding = [UInt8](repeating: 0, count: 1 + (119 - pending.count) % 64 + 8)
    padding[0] = 0x80
    for index in 0..<8 {
      padding[padding.count - 1 - index] = UInt8(truncatingIfNeeded: (byteCount &* 8) >> (8 * UInt64(index)))
    }
    padding.withUnsafeBytes { closed.update($0) }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for word in closed.state {
      for shift in stride(from: UInt32(28), through: 0, by: -4) {
        text.append(digits[Int(word >> shift & 15)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of a file's bytes as they stand on disk, compressed or not.
  ///
  /// - Throws: ``FileError/notFound(path:)``, ``FileError/isFolder(path:)`` or
  ///   ``FileError/io(path:operation:code:)``.
  public static func hexDigest(ofFileAt path: String) throws(FileError) -> String {
    let file = try InputFile(path: path)
    var digest = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { return digest.hexDigest() }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Whether the processor has instructions for it, which are about eight times as fast.
  private static let hasInstructions = csha256_is_available()

  /// The compression function, over whole blocks of 64 bytes.
  static func compress(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    guard hasInstructions, let base = blocks.baseAddress else { return compressPlainly(blocks, into: &state) }
    state.withUnsafeMutableBufferPointer {
      csha256_compress($0.baseAddress, base.assumingMemoryBound(to: UInt8.self), blocks.count / 64)
    }
  }

  /// FIPS 180-4, 6.2.2, as it is written there.
  static func compressPlainly(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    guard let base = blocks.baseAddress, blocks.count >= 64 else { return }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      if let k = csha256_constants() {
        state.withUnsafeMutableBufferPointer { h in
          for block in stride(from: 0, to: blocks.count, by: 64) {
            for index in 0..<16 {
              schedule[index] = UInt32(
                bigEndian: base.loadUnaligned(fromByteOffset: block + 4 * index, as: UInt32.self))
            }
            for index in 16..<64 {
              let (w15, w2) = (schedule[index - 15], schedule[index - 2])
              let s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >> 3)
              let s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >> 10)
              schedule[index] = schedule[index - 16] &+ s0 &+ schedule[index - 7] &+ s1
            }
            var (a, b, c, d, e, f, g, i) = (h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7])
            for round in 0..<64 {
              let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
              let t1 = i &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[round] &+ schedule[round]
              let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
              let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
              (i, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
            }
            h[0] &+= a
            h[1] &+= b
            h[2] &+= c
            h[3] &+= d
            h[4] &+= e
            h[5] &+= f
            h[6] &+= g
            h[7] &+= i
          }
        }
      }
    }
  }

  @inline(__always)
  private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
    (value &>> count) | (value &<< (32 &- count))
  }
}
