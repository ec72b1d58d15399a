import Synchronization

/// The folders that come from somebody else: what is opened, made, replaced or removed under one of them stays inside.
///
/// A path counts as under a folder if it begins with the folder's path, as it was given, and a slash. Every operation
/// of this target asks here, so that no caller can forget to. What a person names on the command line is not under any
/// such folder unless it is spelt so.
public enum ConfinedFolders {
  private static let folders = Mutex<Set<String>>([])

  /// Confines what lies under a folder from now on, for the rest of the process; nothing is opened.
  public static func add(_ folder: String) {
    _ = folders.withLock { $0.insert(folder) }
  }

  /// The innermost such folder that a path is under, and the rest of the path. O(length of the path).
  static func split(_ path: String) -> (folder: String, rest: Substring)? {
    folders.withLock { folders in
      guard !folders.isEmpty else { return nil }
      var end = path.utf8.endIndex
      while let slash = path.utf8[..<end].lastIndex(of: UInt8(ascii: "/")) {
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        if folders.contains(folder) { return (folder, path[slash...].dropFirst()) }
        end = slash
      }
      return nil
    }
  }
}
