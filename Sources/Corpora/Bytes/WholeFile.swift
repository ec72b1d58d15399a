import Glibc

/// Writes a file whole: into a temporary file beside it, synced, then renamed over it. On failure the
/// temporary file is removed and what stood at `path` stays.
///
/// - Throws: ``CorpusError/unwritable(path:errno:)``.
func writeWhole(_ bytes: [UInt8], to path: String) throws {
  let temporary = "\(path).\(getpid()).tmp"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw CorpusError.unwritable(path: path, errno: errno) }
  var code: Int32 = 0
  var written = 0
  bytes.withUnsafeBytes { buffer in
    while written < buffer.count, let base = buffer.baseAddress {
      let count = Glibc.write(descriptor, base + written, buffer.count - written)
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        code = errno
        return
      }
    }
  }
  if code == 0, fsync(descriptor) != 0 { code = errno }
  if close(descriptor) != 0, code == 0 { code = errno }
  if code == 0, rename(temporary, path) != 0 { code = errno }
  if code != 0 {
    unlink(temporary)
    throw CorpusError.unwritable(path: path, errno: code)
  }
}
