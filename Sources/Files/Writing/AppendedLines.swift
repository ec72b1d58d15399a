import Glibc

/// Lines added to a file that several processes may have open: all of them or none, each whole.
public enum AppendedLines {
  /// Appends lines, given without their ends, with one write under a lock, and syncs them to disk. A last line that
  /// was left without its end, because a writer was killed, is ended first.
  ///
  /// - Throws: ``FileError``; the file is then as it was.
  public static func append(_ lines: [String], to path: String) throws(FileError) {
    let descriptor = try FileLocation(path).open(O_RDWR | O_APPEND | O_CREAT)
    // Closing the descriptor unlocks.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw .io(path: path, operation: .lock, code: errno) }
    }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0 else { throw .io(path: path, operation: .status, code: errno) }
    var bytes: [UInt8] = []
    if size > 0 {
      var last: UInt8 = 0
      guard pread(descriptor, &last, 1, size - 1) == 1 else {
        throw .io(path: path, operation: .read, code: errno)
      }
      if last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }
    for line in lines { bytes += Array(line.utf8) + [UInt8(ascii: "\n")] }
    do throws(FileError) {
      try write(bytes, to: descriptor, path: path)
    } catch {
      ftruncate(descriptor, size)
      throw error
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var written = Glibc.write(descriptor, bytes, bytes.count)
    while written < 0, errno == EINTR { written = Glibc.write(descriptor, bytes, bytes.count) }
    guard written == bytes.count else {
      throw .io(path: path, operation: .write, code: written < 0 ? errno : ENOSPC)
    }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .io(path: path, operation: .synchronize, code: errno)
    }
  }
}
