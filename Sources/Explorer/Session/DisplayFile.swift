import Glibc

/// Writes text for the user: whole, or not at all.
enum DisplayFile {
  /// Writes `text` to a file through a sibling that is renamed; to a device or pipe directly.
  ///
  /// A link is followed, so that what it points to is replaced and not the link.
  ///
  /// - Throws: `DisplayFileError`; nothing is left behind then.
  static func write(_ text: String, to path: String) throws(DisplayFileError) {
    var status = stat()
    // What /dev/stdout stands for may be a file, but one that is open already.
    let isSpecial = path.hasPrefix("/dev/") || stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let file = isSpecial ? path : resolved(path)
    let target = isSpecial ? path : "\(file).txray-\(getpid())"
    let flags = isSpecial ? O_WRONLY | O_APPEND | O_CLOEXEC : O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    let descriptor = open(target, flags, 0o666)
    guard descriptor >= 0 else { throw DisplayFileError(path: path, code: errno) }
    var code = put(text, into: descriptor)
    if code == 0, !isSpecial, fsync(descriptor) != 0 { code = errno }
    if Glibc.close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, !isSpecial, rename(target, file) != 0 { code = errno }
    guard code == 0 else {
      if !isSpecial { unlink(target) }
      throw DisplayFileError(path: path, code: code)
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func put(_ text: String, into descriptor: Int32) -> Int32 {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : EIO }
      start += count
    }
    return 0
  }
}

/// A screen or table could not be written; `code` is the value of `errno`.
public struct DisplayFileError: Error, Equatable, Sendable {
  /// The file.
  public let path: String
  /// What the system said.
  public let code: Int32
}
