import CZlib

/// Decompresses entries of a zip archive within bounds.
enum Inflation {
  /// What an entry may grow to whatever its compressed size.
  static let freeSize = 1 << 26
  /// How many times its compressed size a larger entry may have. Deflate itself can't exceed 1,032.
  static let ratioLimit = 256

  /// The content of a deflated entry: exactly as many bytes as the directory claims, with its checksum.
  /// The caller deallocates it.
  static func inflate(
    _ packed: UnsafeRawBufferPointer, of entry: ZipEntry
  ) throws(PyTorchFailure) -> UnsafeMutableRawBufferPointer {
    // A product of two counts: a file has less than 2^47 bytes.
    let limit = max(freeSize, packed.count * ratioLimit)
    guard entry.count <= limit else {
      throw PyTorchFailure(
        offset: entry.headerOffset,
        flaw: .inflationTooLarge(name: entry.name, claimed: entry.count, limit: limit))
    }
    // One byte more than claimed, so that content which goes on is noticed.
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: entry.count + 1, alignment: 64)
    let content = UnsafeMutableRawBufferPointer(rebasing: target[..<entry.count])
    guard inflated(packed, into: target) == entry.count, checksum(content) == entry.checksum else {
      target.deallocate()
      throw PyTorchFailure(offset: entry.headerOffset, flaw: .corruptEntry(name: entry.name))
    }
    return content
  }

  /// Decompresses raw deflate data and returns how many bytes came out; nil if the stream is damaged, does
  /// not end, ends early or doesn't fit.
  private static func inflated(
    _ packed: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var stream = z_stream()
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var (read, written) = (0, 0)
    // zlib counts in 32 bits.
    let piece = 1 << 30
    while true {
      let input = UnsafeRawBufferPointer(rebasing: packed[read..<min(read + piece, packed.count)])
      let output = UnsafeMutableRawBufferPointer(
        rebasing: target[written..<min(written + piece, target.count)])
      stream.next_in = UnsafeMutablePointer(
        mutating: input.bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = UInt32(output.count)
      let code = CZlib.inflate(&stream, Z_NO_FLUSH)
      let progress = (input.count - Int(stream.avail_in), output.count - Int(stream.avail_out))
      read += progress.0
      written += progress.1
      if code == Z_STREAM_END { return read == packed.count ? written : nil }
      guard code == Z_OK, progress != (0, 0) else { return nil }
    }
  }

  private static func checksum(_ content: UnsafeMutableRawBufferPointer) -> UInt32 {
    UInt32(
      truncatingIfNeeded: crc32_z(0, content.bindMemory(to: UInt8.self).baseAddress, content.count))
  }
}
