import CZlib

/// The text of a file, decompressed if its first bytes are those of gzip (RFC 1952; members may follow one
/// another), and the digest of the bytes as they came.
public final class ByteStream {
  /// A text that gzip packs to less than one in so many bytes is a bomb, from ``bombSize`` bytes on. Prose packs to one
  /// in 3, a text of one word to one in 1,000.
  public static let expansionLimit = 200
  /// Up to so many bytes nothing is taken for a bomb.
  public static let bombSize = 64 << 20

  /// The path it was opened by.
  public let path: String
  /// Bytes read from the file so far, before decompression.
  public private(set) var rawByteCount = 0
  /// The digest of those bytes.
  public private(set) var digest = SHA256()

  /// Bytes of text handed out so far.
  public private(set) var byteCount = 0

  private let file: InputFile
  private let input: UnsafeMutableRawBufferPointer
  private var unread: Range<Int> = 0..<0
  private var fileEnded = false
  private var inflater: UnsafeMutablePointer<z_stream>?
  private var insideMember = false

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``FileError``.
  public init(path: String, bufferSize: Int = 1 << 17) throws(FileError) {
    self.path = path
    file = try InputFile(path: path)
    input = .allocate(byteCount: bufferSize, alignment: 16)
    try fill(atLeast: 2)
    // Enough of what isn't text to tell what it is; a text that is typed is not waited for.
    if let first = input[unread].first, first >= 0x80 || [0x28, 0x37, 0x50].contains(first) {
      try fill(atLeast: 8)
    }
    if let format = ForeignFormat(container: input[unread]) { throw .foreign(path: path, format: format) }
    if hasGzipMagic {
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      inflater = stream
      // 15 + 16: the largest window, with a gzip header and trailer.
      let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else { throw fault(.outOfMemory) }
      insideMember = true
    }
  }

  deinit {
    if let inflater {
      inflateEnd(inflater)
      inflater.deallocate()
    }
    input.deallocate()
  }

  /// The next bytes of text, at most `output.count`; 0 at the end.
  ///
  /// - Throws: ``FileError/io(path:operation:code:)``, ``FileError/corruptGzip(path:offset:reason:)``.
  public func read(into output: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let count = if let inflater { try inflate(inflater, into: output) } else { try copy(into: output) }
    byteCount += count
    if inflater != nil, byteCount > Self.bombSize,
      byteCount / Self.expansionLimit > rawByteCount - unread.count
    {
      throw fault(.bomb)
    }
    return count
  }

  private func copy(into output: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    if unread.isEmpty { try fill(atLeast: 1) }
    let count = min(unread.count, output.count)
    output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[unread.prefix(count)]))
    unread = unread.dropFirst(count)
    return count
  }

  private func inflate(
    _ stream: UnsafeMutablePointer<z_stream>, into output: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    while true {
      if !insideMember {
        try fill(atLeast: 2)
        if unread.isEmpty { return 0 }
        // Zeros behind the last member are padding, as gzip itself allows.
        guard hasGzipMagic else {
          if input[unread].allSatisfy({ $0 == 0 }) {
            unread = unread.upperBound..<unread.upperBound
            continue
          }
          throw fault(.damaged)
        }
        inflateReset(stream)
        insideMember = true
      }
      if unread.isEmpty { try fill(atLeast: 1) }
      if unread.isEmpty { throw fault(.truncated) }
      stream.pointee.next_in = (input.baseAddress! + unread.lowerBound).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_in = UInt32(unread.count)
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(output.count)
      let code = CZlib.inflate(stream, Z_NO_FLUSH)
      unread = (unread.upperBound - Int(stream.pointee.avail_in))..<unread.upperBound
      switch code {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: insideMember = false
      case Z_MEM_ERROR: throw fault(.outOfMemory)
      default: throw fault(.damaged)
      }
      let count = output.count - Int(stream.pointee.avail_out)
      if count > 0 { return count }
    }
  }

  private var hasGzipMagic: Bool {
    unread.count >= 2 && input[unread.lowerBound] == 0x1F && input[unread.lowerBound + 1] == 0x8B
  }

  /// Reads until `count` bytes are waiting, or the file ends.
  private func fill(atLeast count: Int) throws(FileError) {
    if unread.count >= count || fileEnded { return }
    let kept = unread.count
    if kept > 0, let base = input.baseAddress {
      base.copyMemory(from: base + unread.lowerBound, byteCount: kept)
    }
    unread = 0..<kept
    while unread.count < count && !fileEnded {
      let room = UnsafeMutableRawBufferPointer(rebasing: input[unread.upperBound...])
      let read = try file.read(into: room)
      digest.update(UnsafeRawBufferPointer(rebasing: room[..<read]))
      rawByteCount += read
      fileEnded = read == 0
      unread = 0..<(unread.upperBound + read)
    }
  }

  private func fault(_ reason: GzipFault) -> FileError {
    .corruptGzip(path: path, offset: rawByteCount - unread.count, reason: reason)
  }
}
