import Glibc

extension FileLocation {
  /// Opens the file and returns its descriptor, which the caller closes. Under a confined folder a regular file is all
  /// that is opened, and nothing is waited for.
  ///
  /// - Throws: ``FileError``.
  borrowing func open(_ flags: Int32, permissions: mode_t = 0o666) throws(FileError) -> Int32 {
    let extra = isConfined ? O_NOFOLLOW | O_NONBLOCK : 0
    let descriptor = openat(folder, name, flags | extra | O_CLOEXEC, permissions)
    guard descriptor >= 0 else {
      let code = errno
      // A link, made since the way was walked; a pipe without a reader, or a socket.
      if isConfined, code == ELOOP || code == ENXIO { throw .notARegularFile(path: path) }
      throw .opening(path, code: code)
    }
    guard isConfined, flags & O_DIRECTORY == 0 else { return descriptor }
    do throws(FileError) {
      try requireRegularFile(descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Whether anything stands there, or it can't be told.
  borrowing func isTaken() -> Bool {
    var status = stat()
    guard fstatat(folder, name, &status, isConfined ? AT_SYMLINK_NOFOLLOW : 0) != 0 else { return true }
    return errno != ENOENT && errno != ENOTDIR
  }

  /// What stands there; nil if nothing does.
  borrowing func status() -> stat? {
    var status = stat()
    return fstatat(folder, name, &status, isConfined ? AT_SYMLINK_NOFOLLOW : 0) == 0 ? status : nil
  }
}

/// A file of more bytes than `sparseSize`, of which the disk holds less than one in `sparseShare`, is refused: all of the
/// rest reads as zeros, without an end for whoever reads or digests it.
private let (sparseSize, sparseShare) = (1 << 34, 64)

/// Makes sure that an open file is a regular one, and returns its size in bytes.
///
/// - Throws: ``FileError/isFolder(path:)``, ``FileError/notARegularFile(path:)``,
///   ``FileError/sparse(path:bytes:stored:)``.
@discardableResult
func requireRegularFile(_ descriptor: Int32, path: String) throws(FileError) -> Int {
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw .io(path: path, operation: .status, code: errno) }
  switch status.st_mode & S_IFMT {
  case S_IFREG:
    let (size, stored) = (Int(status.st_size), Int(status.st_blocks) * 512)
    if size > sparseSize, stored < size / sparseShare {
      throw .sparse(path: path, bytes: size, stored: stored)
    }
    return size
  case S_IFDIR: throw .isFolder(path: path)
  default: throw .notARegularFile(path: path)
  }
}
