import Glibc

/// Whether a folder stands at a path, links followed.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether anything stands at a path, links followed.
public func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }
