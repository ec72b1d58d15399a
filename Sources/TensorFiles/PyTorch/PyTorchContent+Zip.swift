import Files

extension PyTorchContent {
  /// Versions of the format that are understood: 3 is `torch.save`'s, later ones TorchScript's.
  private static let versions = 1...10

  /// Reads an archive: `NAME/data.pkl` lists the tensors, `NAME/data/KEY` are storages, `NAME/byteorder` and
  /// `NAME/version` say what they are called.
  init(zip file: MappedFile) throws(PyTorchFailure) {
    let archive = try ZipArchive(file)
    let suffix = "data.pkl"
    let pickles = archive.entries.filter {
      $0.name == suffix || $0.name.hasSuffix("/" + suffix) && $0.name.count { $0 == "/" } == 1
    }
    guard let entry = pickles.first, pickles.count == 1 else {
      throw PyTorchFailure(offset: 0, flaw: .pickleCount(pickles.count))
    }
    let folder = String(entry.name.dropLast(suffix.count))
    do throws(PyTorchFailure) {
      try self.init(archive, pickle: entry, folder: folder)
    } catch {
      // TorchScript keeps a program's constants beside its objects, which are classes of its own.
      let isProgram = archive.entry(named: "\(folder)constants.pkl") != nil
      throw isProgram ? PyTorchFailure(offset: 0, flaw: .torchScript) : error
    }
  }

  private init(
    _ archive: ZipArchive, pickle entry: ZipEntry, folder: String
  ) throws(PyTorchFailure) {
    if let order = try Self.word("byteorder", in: folder, archive), order != "little" {
      throw PyTorchFailure(offset: 0, flaw: .bigEndian)
    }
    if let version = try Self.word("version", in: folder, archive) {
      guard let number = Int(version), Self.versions.contains(number) else {
        throw PyTorchFailure(offset: 0, flaw: .unknownVersion(version))
      }
    }
    let pickle = try archive.withContent(of: entry) { bytes throws(PyTorchFailure) in
      try PickleMachine.read(bytes)
    }
    try self.init(pickle, offset: entry.range.lowerBound) { key, type, count throws(PyTorchFlaw) in
      guard let entry = archive.entry(named: "\(folder)data/\(key)") else { return nil }
      guard entry.count == count * type.byteCount else {
        throw .wrongStorageSize(key: key, expected: count * type.byteCount, found: entry.count)
      }
      return entry.isDeflated ? .deflated(entry) : .mapped(entry.range)
    }
  }

  /// The text of a small entry, or nil if there is none.
  private static func word(
    _ name: String, in folder: String, _ archive: ZipArchive
  ) throws(PyTorchFailure) -> String? {
    guard let entry = archive.entry(named: folder + name) else { return nil }
    return try archive.withContent(of: entry) { bytes throws(PyTorchFailure) in
      String(decoding: bytes.prefix(40).filter { $0 > 0x20 }, as: UTF8.self)
    }
  }
}
