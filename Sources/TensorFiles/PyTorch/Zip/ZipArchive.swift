import Files

/// The entries of a zip archive, all of them verified to lie in the file side by side.
///
/// The central directory decides; local headers are read only to be compared with it. Zip64 is understood.
/// Archives in parts, encrypted ones and other compression than deflate are refused.
struct ZipArchive: Sendable {
  let file: MappedFile
  let entries: [ZipEntry]
  private let indices: [String: Int]

  /// Reads the directory. O(n log n) for n entries; no content is touched.
  init(_ file: MappedFile) throws(PyTorchFailure) {
    self.file = file
    let directory = try ZipDirectory(file.bytes)
    entries = directory.entries
    indices = Dictionary(uniqueKeysWithValues: entries.enumerated().lazy.map { ($0.element.name, $0.offset) })
  }

  /// The entry of that name, or nil. O(1).
  func entry(named name: String) -> ZipEntry? { indices[name].map { entries[$0] } }

  /// Lends an entry's content to `body`: in place if it is stored, otherwise decompressed.
  func withContent<Result>(
    of entry: ZipEntry, _ body: (UnsafeRawBufferPointer) throws(PyTorchFailure) -> Result
  ) throws(PyTorchFailure) -> Result {
    let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[entry.range])
    guard entry.isDeflated else { return try body(bytes) }
    let content = try Inflation.inflate(bytes, of: entry)
    defer { content.deallocate() }
    return try body(UnsafeRawBufferPointer(content))
  }
}
