import Glibc

/// Whether a folder stands at a path, links followed.
public func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

/// Whether a regular file stands at a path, links followed.
public func isRegularFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

/// Whether anything stands at a path, links followed. What can't be looked at, and what is refused when it is opened,
/// counts: a link that leads out of a confined folder is not nothing, nor is a file on a disk that fails.
public func isThere(_ path: String) -> Bool {
  do throws(FileError) {
    return try FileLocation(path).isTaken()
  } catch .notFound {
    return false
  } catch {
    return true
  }
}

/// The path from the root on, links followed, for others who stand elsewhere; nil where nothing is there.
public func realPath(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}

/// Makes a folder unless one is there.
///
/// - Throws: ``FileError``.
public func makeFolder(_ path: String) throws(FileError) {
  let location = try FileLocation(path)
  guard mkdirat(location.folder, location.name, 0o755) != 0 else { return }
  let code = errno
  guard code == EEXIST, isFolder(path) else { throw .io(path: path, operation: .create, code: code) }
}

/// Removes a file; one that is not there is no error.
///
/// - Throws: ``FileError``.
public func removeFile(_ path: String) throws(FileError) {
  let location = try FileLocation(path)
  guard unlinkat(location.folder, location.name, 0) != 0, errno != ENOENT else { return }
  throw .io(path: path, operation: .remove, code: errno)
}

/// The names of what lies in a folder, in no order; those of `.` and `..` left out.
///
/// - Throws: ``FileError``, `.notFound` if there is no such folder.
public func names(inFolder path: String) throws(FileError) -> [String] {
  let descriptor = try FileLocation(path).open(O_RDONLY | O_DIRECTORY)
  guard let directory = fdopendir(descriptor) else {
    let code = errno
    close(descriptor)
    throw .io(path: path, operation: .open, code: code)
  }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

private func kind(of path: String) -> mode_t? {
  do throws(FileError) {
    return try FileLocation(path).status().map { $0.st_mode & S_IFMT }
  } catch {
    return nil
  }
}
