import TensorFiles

/// Writes a file whole, or leaves what stood at `path`.
///
/// - Throws: ``CorpusError/unwritable(path:errno:)``.
func writeWhole(_ bytes: [UInt8], to path: String) throws {
  do {
    try AtomicFile.write(path: path, bytes: bytes)
  } catch TensorFileError.io(_, _, let code) {
    throw CorpusError.unwritable(path: path, errno: code)
  }
}
