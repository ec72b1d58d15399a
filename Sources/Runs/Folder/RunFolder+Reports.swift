import Files
import Glibc

extension RunFolder {
  /// Writes `reports/NAME.json`, making the folder if need be.
  ///
  /// - Throws: `FileError.io`.
  public func keepReport(_ name: String, _ json: String) throws {
    try make(folder: reports)
    try AtomicFile.write(path: report(name), text: json)
  }

  /// Makes a folder unless it is there.
  ///
  /// - Throws: `FileError.io`.
  public func make(folder: String) throws(FileError) {
    if mkdir(folder, 0o755) != 0, errno != EEXIST { throw .io(path: folder, operation: .create, code: errno) }
  }
}
