import Files

/// Values of one type that lie in a mapped file: a read-only column that copies nothing.
///
/// It keeps its file mapped. Values are loaded wherever they lie, aligned or not. O(1) access; only the
/// pages that are touched are read.
public struct MappedColumn<Element: TensorElement>: RandomAccessCollection, @unchecked Sendable {
  @usableFromInline let owner: MappedFile
  @usableFromInline let base: UnsafeRawPointer?
  /// Number of values.
  public let count: Int

  /// The column of the values in `range` of the file. The range must lie in it and hold whole values.
  init(_ file: MappedFile, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= file.count)
    precondition(range.count % MemoryLayout<Element>.stride == 0)
    owner = file
    base = file.bytes.baseAddress.map { $0 + range.lowerBound }
    count = range.count / MemoryLayout<Element>.stride
  }

  /// Position of the first value.
  @inlinable public var startIndex: Int { 0 }
  /// Position after the last value.
  @inlinable public var endIndex: Int { count }

  /// The value at `position`.
  @inlinable public subscript(position: Int) -> Element {
    precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "index out of range")
    // Not nil: a file with values has an address.
    return base.unsafelyUnwrapped.loadUnaligned(
      fromByteOffset: position &* MemoryLayout<Element>.stride, as: Element.self)
  }

  /// Lends the values to `body` as a buffer: without a copy where they are aligned, which they always are
  /// in files written by ``SafetensorsWriter``, otherwise from a temporary copy.
  @inlinable public func withUnsafeValues<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    guard let base else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    if UInt(bitPattern: base) % UInt(MemoryLayout<Element>.alignment) == 0 {
      return try withExtendedLifetime(owner) {
        let values = base.assumingMemoryBound(to: Element.self)
        return try body(UnsafeBufferPointer(start: values, count: count))
      }
    }
    return try Array(self).withUnsafeBufferPointer(body)
  }
}
