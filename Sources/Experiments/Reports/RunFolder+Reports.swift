import Files
import Glibc
import TensorFiles

extension RunFolder {
  /// `reports/NAME.json`.
  public func report(_ name: String) -> String { resolve("reports/\(name).json") }

  /// Writes `reports/NAME.json`, making the folder if need be.
  ///
  /// - Throws: `RunError.folder`, `TensorFileError`.
  public func keepReport(_ name: String, _ json: String) throws {
    let reports = resolve("reports")
    if mkdir(reports, 0o755) != 0, errno != EEXIST { throw RunError.folder(path: reports, code: errno) }
    try AtomicFile.write(path: report(name), text: json)
  }
}
