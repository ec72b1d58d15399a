import Files

/// UTF-8 text on its way through a tokenizer, with the raw bytes that each of its bytes stands for.
///
/// While every scalar still stands at its place in the raw text, no map is kept: ``isInPlace``.
struct AlignedText {
  /// The text as it is now.
  private(set) var bytes: [UInt8] = []
  /// Where in the raw text the scalar of each byte begins and ends; empty while the text is in place.
  private(set) var starts: [UInt32] = []
  private(set) var ends: [UInt32] = []

  /// Whether each scalar has as many bytes as the raw scalar that it stands for, at the same place.
  var isInPlace: Bool { starts.isEmpty }

  /// Makes this the raw text. Scalars that are not UTF-8 become U+FFFD.
  mutating func reset(to raw: UnsafeBufferPointer<UInt8>) {
    clear()
    if firstInvalidUTF8(in: raw) == nil {
      bytes.append(contentsOf: raw)
    } else {
      appendRepaired(raw)
    }
  }

  /// Takes all text away, but keeps the memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Makes room for `count` bytes with their map.
  mutating func reserve(_ count: Int) {
    bytes.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// Appends a scalar that stands for the raw bytes of `span`.
  @inline(__always)
  mutating func append(_ scalar: UInt32, span: RawSpan) {
    let before = bytes.count
    bytes.append(scalar: scalar)
    for _ in before..<bytes.count {
      starts.append(span.start)
      ends.append(span.end)
    }
  }

  /// Appends bytes as they stand in another text, `range` of it.
  mutating func append(_ range: Range<Int>, of text: TextView) {
    bytes.append(contentsOf: text.bytes[range])
    if text.starts.isEmpty {
      var offset = range.lowerBound
      while offset < range.upperBound {
        let length = text.bytes[offset] < 0x80 ? 1 : text.bytes.scalar(at: offset).length
        for _ in 0..<length {
          starts.append(UInt32(truncatingIfNeeded: offset))
          ends.append(UInt32(truncatingIfNeeded: offset + length))
        }
        offset += length
      }
    } else {
      starts.append(contentsOf: text.starts[range])
      ends.append(contentsOf: text.ends[range])
    }
  }

  /// Replaces the byte at `offset` by another one, of the same kind: ASCII.
  @inline(__always)
  mutating func replaceASCII(at offset: Int, by byte: UInt8) { bytes[offset] = byte }

  /// Lends the text for reading.
  @inline(__always)
  func withView<Result, Failure: Error>(
    _ body: (TextView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try starts.withUnsafeBufferPointer { (starts) throws(Failure) in
        try ends.withUnsafeBufferPointer { (ends) throws(Failure) in
          try body(TextView(bytes: bytes, starts: starts, ends: ends))
        }
      }
    }
  }

  /// Each run of bytes that begins no scalar becomes U+FFFD, as Unicode recommends (a maximal subpart each).
  private mutating func appendRepaired(_ raw: UnsafeBufferPointer<UInt8>) {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = raw.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let length = encoded.count
        let span = RawSpan(start: UInt32(offset), end: UInt32(offset + length))
        append(Unicode.UTF8.decode(encoded).value, span: span)
        offset += length
      case .error(let length):
        append(0xFFFD, span: RawSpan(start: UInt32(offset), end: UInt32(offset + length)))
        offset += length
      case .emptyInput: return
      }
    }
  }
}

/// Raw bytes that a scalar stands for.
struct RawSpan: Equatable {
  var start: UInt32
  var end: UInt32
}

/// An aligned text, lent for reading.
struct TextView {
  let bytes: UnsafeBufferPointer<UInt8>
  let starts: UnsafeBufferPointer<UInt32>
  let ends: UnsafeBufferPointer<UInt32>

  /// The raw bytes of the scalar that holds the byte at `offset`.
  @inline(__always)
  func span(at offset: Int) -> RawSpan {
    if starts.isEmpty {
      let start = bytes.scalarStart(offset)
      return RawSpan(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: bytes.scalarEnd(offset + 1))
      )
    }
    return RawSpan(start: starts[offset], end: ends[offset])
  }

  /// The raw bytes that those in `range` stand for. An empty range stands where its place is.
  @inline(__always)
  func rawRange(_ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else {
      let place = range.lowerBound < bytes.count ? Int(span(at: range.lowerBound).start) : rawEnd
      return place..<place
    }
    if starts.isEmpty {
      return bytes.scalarStart(range.lowerBound)..<bytes.scalarEnd(range.upperBound)
    }
    let start = Int(starts[range.lowerBound])
    return start..<max(start, Int(ends[range.upperBound - 1]))
  }

  private var rawEnd: Int { starts.isEmpty ? bytes.count : ends.last.map(Int.init) ?? 0 }
}

/// A part of a text: what stands between the cuts so far, or an added token.
struct Piece {
  var lower: Int
  var upper: Int
  /// The id of an added token, or -1.
  var token: Int32 = -1

  /// Its bytes.
  @inline(__always) var range: Range<Int> { lower..<upper }
  /// Whether it is an added token, which no step touches any more.
  @inline(__always) var isToken: Bool { token >= 0 }
}
