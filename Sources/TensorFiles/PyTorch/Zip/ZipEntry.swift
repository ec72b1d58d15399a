/// One file of a zip archive, as the central directory describes it and its own header confirms.
struct ZipEntry: Sendable {
  let name: String
  let isDeflated: Bool
  let checksum: UInt32
  /// Size of the content.
  let count: Int
  /// Where its local header starts.
  let headerOffset: Int
  /// Where its bytes stand, compressed or not.
  let range: Range<Int>
}
