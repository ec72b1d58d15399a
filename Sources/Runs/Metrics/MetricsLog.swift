import Files

/// Appends to `metrics.jsonl`.
public struct MetricsLog: Sendable {
  /// The file.
  public let path: String

  /// The log of a run.
  public init(_ folder: RunFolder) { path = folder.metrics }

  /// Appends a line with one write.
  ///
  /// - Throws: `FileError`; the file is then as it was.
  public func append(_ line: MetricsLine) throws(FileError) {
    try AppendedLines.append([line.line], to: path)
  }
}
