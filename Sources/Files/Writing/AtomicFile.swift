import Glibc
import Synchronization

/// Writes files whole: a reader, or a power cut, finds the old content or the new, nothing between.
///
/// The content goes into a nameless file of the target's folder (a sibling where the file system knows no nameless
/// ones) and is synced. It takes the target's name at once where that is free, else a temporary one, and is renamed onto
/// the target; then the folder is synced. On any failure the temporary is gone and the target as it was.
public enum AtomicFile {
  /// Replaces the file at `path` by what `body` writes.
  ///
  /// A symbolic link is followed, under a confined folder only to where it stays inside; an existing file's
  /// permissions are kept. A device, a pipe and what is open already as `/dev/stdout` are written straight through, for
  /// there is nothing to rename; under a confined folder they are refused.
  ///
  /// - Throws: ``FileError/leavesFolder(path:folder:)``, ``FileError/notARegularFile(path:)``,
  ///   ``FileError/io(path:operation:code:)``, or whatever `body` throws.
  public static func write(path: String, _ body: (FileSink) throws -> Void) throws {
    if namesOpenFile(path) { return try writeThrough(path, body) }
    let location = try FileLocation(path)
    let found = location.status()
    switch found.map({ $0.st_mode & S_IFMT }) {
    case nil, S_IFREG:
      let target = try Target(location, exists: found != nil)
      try target.replace(permissions: found.map { $0.st_mode & 0o7777 }, body)
    case S_IFDIR: throw FileError.io(path: path, operation: .create, code: EISDIR)
    default:
      guard !location.isConfined else { throw FileError.notARegularFile(path: path) }
      try writeThrough(path, body)
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

  /// Whether writing to `path` would replace a file that is there. What is written straight through is not replaced.
  public static func wouldReplace(_ path: String) -> Bool { !namesOpenFile(path) && isRegularFile(path) }

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

/// Where to write, after links are followed: an open folder and a name in it.
private struct Target: ~Copyable {
  let path: String
  private let name: String
  private let folder: Int32

  /// The place of a file; `exists` says whether one is there, which outside of confined folders may be behind a link.
  init(_ location: borrowing FileLocation, exists: Bool) throws(FileError) {
    path = location.path
    if location.isConfined {
      name = location.name
      folder = dup(location.folder)
    } else {
      var place = location.path
      if exists, let real = realpath(place, nil) {
        place = String(cString: real)
        free(real)
      }
      let slash = place.lastIndex(of: "/")
      name = slash.map { String(place[place.index(after: $0)...]) } ?? place
      let parent = slash.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
      folder = open(parent, handleOnly | O_DIRECTORY | O_CLOEXEC)
    }
    guard folder >= 0 else { throw .io(path: path, operation: .create, code: errno) }
  }

  deinit { if folder >= 0 { close(folder) } }

  func replace(permissions: mode_t?, _ body: (FileSink) throws -> Void) throws {
    var temporary = try Temporary(for: path, name: name, in: folder)
    do {
      let sink = FileSink(path: path, descriptor: temporary.descriptor)
      try body(sink)
      try sink.flush()
      if let permissions { fchmod(temporary.descriptor, permissions) }
      guard fsync(temporary.descriptor) == 0 else {
        throw FileError.io(path: path, operation: .synchronize, code: errno)
      }
      try temporary.take(name, isNew: permissions == nil)
    } catch {
      temporary.discard()
      throw error
    }
    close(temporary.descriptor)
    synchronizeFolder()
  }

  /// Best effort: some file systems can't sync a folder, and the file itself is already safe.
  private func synchronizeFolder() {
    let descriptor = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// The file that gathers the content before it gets the target's name.
private struct Temporary {
  let path: String
  let folder: Int32
  let descriptor: Int32
  private let temporaryName: String
  private var isNamed: Bool

  private static let serial = Atomic<Int>(0)

  init(for path: String, name: String, in folder: Int32) throws(FileError) {
    let number = Self.serial.wrappingAdd(1, ordering: .relaxed).newValue
    (self.path, self.folder) = (path, folder)
    temporaryName = "\(name).\(getpid())-\(number).tmp"
    // A nameless file vanishes by itself if the process is killed while it writes.
    let nameless = 0o20000000 | O_DIRECTORY
    let canBeNamed = access("/proc/self/fd", X_OK) == 0
    let anonymous = canBeNamed ? openat(folder, ".", nameless | O_RDWR | O_CLOEXEC, 0o666) : -1
    if anonymous >= 0 {
      descriptor = anonymous
      isNamed = false
    } else {
      unlinkat(folder, temporaryName, 0)  // left by a killed process that had our number
      descriptor = openat(folder, temporaryName, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      isNamed = true
    }
    guard descriptor >= 0 else { throw .io(path: path, operation: .create, code: errno) }
  }

  /// Gives the file the target's name: at once where nothing stands there, else by a name of its own and a rename.
  mutating func take(_ name: String, isNew: Bool) throws(FileError) {
    if !isNamed {
      if isNew, link(as: name) == 0 { return }
      unlinkat(folder, temporaryName, 0)
      guard link(as: temporaryName) == 0 else { throw .io(path: path, operation: .create, code: errno) }
      isNamed = true
    }
    guard renameat(folder, temporaryName, folder, name) == 0 else {
      throw .io(path: path, operation: .rename, code: errno)
    }
    isNamed = false
  }

  private func link(as name: String) -> Int32 {
    linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", folder, name, AT_SYMLINK_FOLLOW)
  }

  func discard() {
    close(descriptor)
    if isNamed { unlinkat(folder, temporaryName, 0) }
  }
}
