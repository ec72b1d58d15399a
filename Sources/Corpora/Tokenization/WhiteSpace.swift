/// The length in bytes of the white space that starts at `index`, 0 if there is none.
///
/// White space is what Unicode gives the property `White_Space`, and besides it the control characters of
/// ASCII but U+007F, which real vocabularies have as a token, the byte order mark and the zero-width space: none of them can be part of a word.
@inline(__always)
func whiteSpaceLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
  let byte = text[index]
  if byte <= 0x20 { return 1 }
  if byte < 0xC2 { return 0 }
  return wideWhiteSpaceLength(text, at: index)
}

private func wideWhiteSpaceLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
  let next = index + 1 < text.count ? text[index + 1] : 0
  let last = index + 2 < text.count ? text[index + 2] : 0
  switch text[index] {
  case 0xC2: return next == 0xA0 || (0x80...0x9F).contains(next) ? 2 : 0
  case 0xE1: return next == 0x9A && last == 0x80 ? 3 : 0
  case 0xE2:
    if next == 0x80 {
      return (0x80...0x8B).contains(last) || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0
    }
    return next == 0x81 && last == 0x9F ? 3 : 0
  case 0xE3: return next == 0x80 && last == 0x80 ? 3 : 0
  case 0xEF: return next == 0xBB && last == 0xBF ? 3 : 0
  default: return 0
  }
}

/// Calls `body` with the range of every run of bytes without white space. Complexity: O(n).
@inline(__always)
func forEachChunk(of text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
  var index = 0
  while index < text.count {
    let space = whiteSpaceLength(text, at: index)
    if space > 0 {
      index += space
      continue
    }
    let start = index
    while index < text.count, whiteSpaceLength(text, at: index) == 0 { index += 1 }
    body(start..<index)
  }
}
