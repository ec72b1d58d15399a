import Glibc
import Synchronization

/// Writes files whole: a reader, or a power cut, finds the old content or the new, nothing between.
///
/// The content goes into a nameless file of the target's folder (a hidden sibling where the file system
/// knows no nameless ones), is synced, takes a temporary name and is renamed onto the target; then the
/// folder is synced. On any failure the temporary is gone and the target as it was.
public enum AtomicFile {
  /// Replaces the file at `path` by what `body` writes.
  ///
  /// A symbolic link is followed; an existing file's permissions are kept. A device, a pipe and what is open already
  /// as `/dev/stdout` are written straight through, for there is nothing to rename.
  ///
  /// - Throws: ``FileError/io(path:operation:code:)``, or whatever `body` throws.
  public static func write(path: String, _ body: (FileSink) throws -> Void) throws {
    if namesOpenFile(path) { return try writeThrough(path, body) }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return try replace(resolved(path, permissions: nil), body)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: try replace(resolved(path, permissions: status.st_mode & 0o7777), body)
    case S_IFDIR: throw FileError.io(path: path, operation: .create, code: EISDIR)
    default: try writeThrough(path, body)
    }
  }

  /// Replaces the file at `path` by these bytes.
  public static func write(path: String, bytes: [UInt8]) throws {
    try write(path: path) { try $0.write(bytes) }
  }

  /// Replaces the file at `path` by this text, as UTF-8.
  public static func write(path: String, text: String) throws {
    try write(path: path) { try $0.write(text) }
  }

  /// Where to write, after links are followed.
  private struct Target {
    let path: String
    let folder: String
    let permissions: mode_t?
  }

  private static func resolved(_ path: String, permissions: mode_t?) -> Target {
    var path = path
    if permissions != nil, let real = realpath(path, nil) {
      path = String(cString: real)
      free(real)
    }
    let folder =
      switch path.lastIndex(of: "/") {
      case nil: "."
      case path.startIndex: "/"
      case let slash?: String(path[..<slash])
      }
    return Target(path: path, folder: folder, permissions: permissions)
  }

  private static func replace(_ target: Target, _ body: (FileSink) throws -> Void) throws {
    var temporary = try Temporary(for: target.path, in: target.folder)
    do {
      let sink = FileSink(path: target.path, descriptor: temporary.descriptor)
      try body(sink)
      try sink.flush()
      if let permissions = target.permissions { fchmod(temporary.descriptor, permissions) }
      guard fsync(temporary.descriptor) == 0 else {
        throw FileError.io(path: target.path, operation: .synchronize, code: errno)
      }
      try temporary.giveName()
      guard rename(temporary.path, target.path) == 0 else {
        throw FileError.io(path: target.path, operation: .rename, code: errno)
      }
    } catch {
      temporary.discard()
      throw error
    }
    close(temporary.descriptor)
    synchronizeFolder(target.folder)
  }

  /// Best effort: some file systems can't sync a folder, and the file itself is already safe.
  private static func synchronizeFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// What stands behind such a name may be a file, but one that others are writing to.
  private static func namesOpenFile(_ path: String) -> Bool {
    path == "/dev/stdout" || path == "/dev/stderr" || path.hasPrefix("/dev/fd/")
  }

  private static func writeThrough(_ path: String, _ body: (FileSink) throws -> Void) throws {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.io(path: path, operation: .open, code: errno) }
    defer { close(descriptor) }
    let sink = FileSink(path: path, descriptor: descriptor)
    try body(sink)
    try sink.flush()
  }
}

/// The file that gathers the content before it is renamed.
private struct Temporary {
  let target: String
  let path: String
  let descriptor: Int32
  private var isNamed: Bool

  private static let serial = Atomic<Int>(0)

  init(for target: String, in folder: String) throws(FileError) {
    let number = Self.serial.wrappingAdd(1, ordering: .relaxed).newValue
    self.target = target
    path = "\(target).\(getpid())-\(number).tmp"
    // A nameless file vanishes by itself if the process is killed while it writes.
    let nameless = 0o20000000 | O_DIRECTORY
    let canBeNamed = access("/proc/self/fd", X_OK) == 0
    let anonymous = canBeNamed ? open(folder, nameless | O_RDWR | O_CLOEXEC, 0o666) : -1
    if anonymous >= 0 {
      descriptor = anonymous
      isNamed = false
    } else {
      unlink(path)  // left by a killed process that had our number
      descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      isNamed = true
    }
    guard descriptor >= 0 else { throw .io(path: target, operation: .create, code: errno) }
  }

  mutating func giveName() throws(FileError) {
    guard !isNamed else { return }
    unlink(path)
    let link = "/proc/self/fd/\(descriptor)"
    guard linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      throw .io(path: target, operation: .create, code: errno)
    }
    isNamed = true
  }

  func discard() {
    close(descriptor)
    if isNamed { unlink(path) }
  }
}
