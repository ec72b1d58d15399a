import Files

/// Looks up and reads the small files of a model's folder.
struct FolderFiles: Sendable {
  /// The folder, without a slash at its end.
  let path: String

  /// More than any configuration or index of shards has.
  static let jsonLimit = 32 << 20

  /// The files of the folder at `path`; of a hub cache's `models--ORG--NAME` those of the revision `main`, or
  /// of the only one there is.
  init(path: String) {
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.path = Self.snapshot(of: folder) ?? folder
  }

  /// Whether there is a file of that name.
  func has(_ name: String) -> Bool { isRegularFile("\(path)/\(name)") }

  /// A JSON file, or nil if there is none.
  ///
  /// - Throws: ``TransformerError/badJSON(path:offset:flaw:)``,
  ///   ``TransformerError/tooLarge(path:bytes:limit:)``, or `TensorFileError` where the file can't be read.
  func json(_ name: String) throws -> JSONValue? {
    guard has(name) else { return nil }
    let file = try MappedFile(path: "\(path)/\(name)")
    guard file.count <= Self.jsonLimit else {
      throw TransformerError.tooLarge(path: file.path, bytes: file.count, limit: Self.jsonLimit)
    }
    return try file.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      do throws(JSONFlaw) {
        let value = try scanner.value()
        try scanner.end()
        return value
      } catch {
        throw TransformerError.badJSON(path: file.path, offset: scanner.position, flaw: error)
      }
    }
  }

  private static func snapshot(of folder: String) -> String? {
    guard !isRegularFile("\(folder)/config.json") else { return nil }
    let snapshots = "\(folder)/snapshots"
    if let reference = try? MappedFile(path: "\(folder)/refs/main"), reference.count < 256 {
      let revision = reference.withUnsafeBytes { bytes in
        String(decoding: bytes.filter { $0 > 0x20 && $0 != UInt8(ascii: "/") }, as: UTF8.self)
      }
      if isRegularFile("\(snapshots)/\(revision)/config.json") { return "\(snapshots)/\(revision)" }
    }
    let revisions = names(in: snapshots).filter { isRegularFile("\(snapshots)/\($0)/config.json") }
    return revisions.count == 1 ? "\(snapshots)/\(revisions[0])" : nil
  }

  private static func names(in folder: String) -> [String] {
    ((try? Files.names(inFolder: folder)) ?? []).filter { !$0.hasPrefix(".") }
  }
}
