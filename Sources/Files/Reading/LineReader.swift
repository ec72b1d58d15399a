import Glibc

/// The lines of a file, one at a time, checked to be UTF-8, without their line ends (LF or CRLF) and without
/// a byte order mark. Memory grows with the longest line only.
public final class LineReader {
  /// Longest line accepted, in bytes.
  public static let lineLimit = 1 << 26

  /// Where the lines come from.
  public let stream: ByteStream
  /// The current line; valid until the next call of ``next()``.
  public private(set) var line = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Number of the current line, counted from 1.
  public private(set) var lineNumber = 0
  /// Offset of the current line in the text.
  public private(set) var byteOffset = 0

  private var buffer: UnsafeMutableRawBufferPointer
  private var unread: Range<Int> = 0..<0
  private var consumed = 0

  /// The path it was opened by.
  public var path: String { stream.path }

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``FileError``.
  public init(path: String, bufferSize: Int = 1 << 17) throws(FileError) {
    stream = try ByteStream(path: path)
    buffer = .allocate(byteCount: bufferSize, alignment: 16)
  }

  deinit {
    buffer.deallocate()
  }

  /// Moves to the next line; false at the end. A last line without a line end counts, an empty one does not.
  ///
  /// - Throws: ``FileError``.
  public func next() throws(FileError) -> Bool {
    var searched = 0
    while true {
      let base = buffer.baseAddress! + unread.lowerBound
      if let hit = memchr(base + searched, 10, unread.count - searched) {
        take(UnsafeRawPointer(hit) - UnsafeRawPointer(base), terminator: 1)
        break
      }
      searched = unread.count
      if try !fill() {
        if unread.isEmpty { return false }
        if lineNumber == 0, hasInnerReturn { throw .carriageReturns(path: path) }
        take(unread.count, terminator: 0)
        break
      }
    }
    lineNumber += 1
    if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) {
      line = UnsafeBufferPointer(rebasing: line.dropFirst(3))
      byteOffset += 3
    }
    if let offset = firstInvalidUTF8(in: line) {
      throw .notUTF8(path: path, byteOffset: byteOffset + offset, line: lineNumber)
    }
    return true
  }

  /// Whether CR stands before the last byte of what is waiting: a whole text of one line has none, but where CR alone
  /// ends its lines.
  private var hasInnerReturn: Bool {
    guard let base = buffer.baseAddress, unread.count > 1 else { return false }
    return memchr(base + unread.lowerBound, 13, unread.count - 1) != nil
  }

  private func take(_ length: Int, terminator: Int) {
    let start = (buffer.baseAddress! + unread.lowerBound).assumingMemoryBound(to: UInt8.self)
    byteOffset = consumed
    consumed += length + terminator
    unread = unread.dropFirst(length + terminator)
    let withoutReturn = length > 0 && start[length - 1] == 13 ? length - 1 : length
    line = UnsafeBufferPointer(start: start, count: withoutReturn)
  }

  /// Reads more text behind what is waiting; false at the end of the file.
  private func fill() throws(FileError) -> Bool {
    if unread.lowerBound > 0 {
      buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + unread.lowerBound, byteCount: unread.count)
      unread = 0..<unread.count
    }
    if unread.count == buffer.count {
      guard buffer.count < Self.lineLimit else {
        if lineNumber == 0, hasInnerReturn { throw .carriageReturns(path: path) }
        throw .lineTooLong(path: path, line: lineNumber + 1, limit: Self.lineLimit)
      }
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[unread.upperBound...]))
    unread = 0..<(unread.upperBound + count)
    return count > 0
  }
}
