import Files
import Glibc

/// Appends to `metrics.jsonl`.
public struct MetricsLog: Sendable {
  /// The file.
  public let path: String

  /// The log of a run.
  public init(_ folder: RunFolder) { path = folder.metrics }

  /// Appends a line with one write.
  ///
  /// - Throws: `FileError.io`.
  public func append(_ line: MetricsLine) throws(FileError) {
    let bytes = Array((line.line + "\n").utf8)
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .io(path: path, operation: .open, code: errno) }
    defer { close(file) }
    guard write(file, bytes, bytes.count) == bytes.count else {
      throw .io(path: path, operation: .write, code: errno)
    }
  }
}
