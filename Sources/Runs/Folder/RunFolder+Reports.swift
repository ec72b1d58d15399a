import Files

extension RunFolder {
  /// Writes `reports/NAME.json`, making the folder if need be.
  ///
  /// - Throws: `FileError`.
  public func keepReport(_ name: String, _ json: String) throws {
    try makeFolder(reports)
    try AtomicFile.write(path: report(name), text: json)
  }
}
