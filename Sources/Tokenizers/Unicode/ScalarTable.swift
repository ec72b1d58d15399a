/// A byte for every Unicode scalar, in two stages: pages of 256 scalars, equal pages stored once.
///
/// Complexity: O(1) a scalar. Making one asks for about 210,000 scalars and takes some milliseconds; the planes
/// that Unicode leaves empty or to private use are uniform and asked for by page.
struct ScalarTable: Sendable {
  private let pages: [UInt16]
  private let values: [UInt8]

  /// Scalars above this are unassigned or private, but for the tags of plane 14.
  private static let assignedPages = 0x324
  private static let tagPages = 0xE00..<0xE02

  /// The table of what `value` says of each scalar; surrogates get 0.
  init(_ value: (Unicode.Scalar) -> UInt8) {
    var pages: [UInt16] = []
    var values: [UInt8] = []
    var numbers: [[UInt8]: UInt16] = [:]
    for page in 0..<0x1100 {
      let content = Self.content(page: page, value)
      if let number = numbers[content] {
        pages.append(number)
      } else {
        let number = UInt16(numbers.count)
        numbers[content] = number
        values += content
        pages.append(number)
      }
    }
    self.pages = pages
    self.values = values
  }

  private static func content(page: Int, _ value: (Unicode.Scalar) -> UInt8) -> [UInt8] {
    let start = UInt32(page) << 8
    func byte(_ scalar: UInt32) -> UInt8 { Unicode.Scalar(scalar).map(value) ?? 0 }
    let isUniform = page >= assignedPages && !tagPages.contains(page)
    if isUniform, byte(start) == byte(start + 0xFF) { return [UInt8](repeating: byte(start), count: 256) }
    return (0..<256).map { byte(start + $0) }
  }

  /// The byte of a scalar; that of U+0000 for numbers that are none.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt8 {
    guard scalar < 0x110000 else { return values[0] }
    let page = Int(pages[Int(truncatingIfNeeded: scalar >> 8)])
    return values[page << 8 | Int(truncatingIfNeeded: scalar & 0xFF)]
  }
}
