import Glibc

/// `O_PATH`, which Swift's Glibc module hides: a handle of a folder that need not be readable.
let handleOnly: Int32 = 0o10000000

/// Where a file stands or is to stand: an open folder and a name in it.
///
/// Under a confined folder (``ConfinedFolders``) the way there is walked with a handle of each folder on it, so that
/// nobody can put a link in its place meanwhile: links that stay inside are followed, others refused, and the name is
/// never that of a link. Anywhere else it is the path as it is, links and all.
struct FileLocation: ~Copyable {
  /// The path as it was given, for messages.
  let path: String
  /// The folder: a handle, or `AT_FDCWD`.
  let folder: Int32
  /// The name in the folder, or the path.
  let name: String
  /// Whether the folder is a handle under a confined folder.
  let isConfined: Bool

  /// Finds a file's place; the file itself need not be there.
  ///
  /// - Throws: ``FileError/leavesFolder(path:folder:)``, ``FileError/notFound(path:)``,
  ///   ``FileError/io(path:operation:code:)``.
  init(_ path: String) throws(FileError) {
    guard let (root, rest) = ConfinedFolders.split(path) else {
      (self.path, folder, name, isConfined) = (path, AT_FDCWD, path, false)
      return
    }
    var walk = try FolderWalk(from: root, for: path)
    let last = try walk.go(along: rest)
    (self.path, folder, name, isConfined) = (path, walk.release(), last, true)
  }

  deinit {
    if isConfined { close(folder) }
  }
}

/// A way through folders below one that it never leaves.
private struct FolderWalk: ~Copyable {
  /// Links on one way, as the kernel allows.
  private static let linkLimit = 40

  private let root: String
  private let path: String
  /// Handles of the folders from the root to where the way has come.
  private var handles: [Int32]

  init(from root: String, for path: String) throws(FileError) {
    (self.root, self.path) = (root, path)
    let handle = open(root, handleOnly | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw .opening(path, code: errno) }
    handles = [handle]
  }

  deinit {
    for handle in handles { close(handle) }
  }

  /// Goes into every folder of a relative path but the last part, which is returned: a name that is no link.
  mutating func go(along way: Substring) throws(FileError) -> String {
    var pending = Array(way.split(separator: "/").reversed())
    var links = 0
    while let part = pending.popLast() {
      switch part {
      case ".": continue
      case "..":
        guard handles.count > 1 else { throw .leavesFolder(path: path, folder: root) }
        close(handles.removeLast())
        continue
      default: break
      }
      if let target = try target(ofLink: part) {
        links += 1
        guard !target.hasPrefix("/") else { throw .leavesFolder(path: path, folder: root) }
        guard links <= Self.linkLimit else { throw .io(path: path, operation: .open, code: ELOOP) }
        pending += target.split(separator: "/").reversed()
        continue
      }
      if pending.isEmpty { return String(part) }
      let handle = openat(
        handles[handles.count - 1], String(part), handleOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard handle >= 0 else { throw .opening(path, code: errno) }
      handles.append(handle)
    }
    return "."
  }

  /// Where a link of the folder that was reached leads; nil if the name is not one.
  private func target(ofLink name: Substring) throws(FileError) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(handles[handles.count - 1], String(name), &bytes, bytes.count)
    guard count >= 0 else { return nil }
    guard count < bytes.count else { throw .io(path: path, operation: .open, code: ENAMETOOLONG) }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Hands over the handle of the folder that was reached.
  mutating func release() -> Int32 { handles.removeLast() }
}
