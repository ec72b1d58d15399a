import Files

extension Tokenizer {
  /// Reads a tokenizer.json, or what a folder holds: tokenizer.json, else vocab.txt, else vocab.json with merges.txt.
  ///
  /// - Throws: ``TokenizerError``.
  /// - Complexity: O(size of the file); 150,000 tokens take about a fifth of a second.
  public init(contentsOf path: String) throws(TokenizerError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(path, limit: TokenizerSource.sizeLimit)
    } catch {
      guard case .isFolder = error else { throw .file(error) }
      self = try TokenizerFolder(path: path).tokenizer()
      return
    }
    try self.init(tokenizerJSON: bytes, path: path)
  }

  /// Makes a tokenizer of the text of a tokenizer.json.
  ///
  /// - Parameter path: Its name, for messages.
  public init(tokenizerJSON bytes: [UInt8], path: String) throws(TokenizerError) {
    let source = try TokenizerSource(bytes, path: path)
    if let version = source.version, version != TokenizerSource.version {
      throw .unsupported(path: path, component: .version, name: version)
    }
    let reader = ComponentReader(path: path)
    var parts = Parts(model: try reader.model(source.model))
    parts.normalizers = try reader.normalizers(source.normalizer)
    parts.preTokenizers = try reader.preTokenizers(source.preTokenizer)
    parts.postProcessor = try reader.postProcessor(source.postProcessor)
    try parts.add(try reader.addedTokens(source.addedTokens), path: path)
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update($0) }
    self.init(parts: parts, digest: digest.hexDigest())
  }
}

extension Tokenizer.Parts {
  /// Adds tokens to be found in the text.
  mutating func add(_ tokens: [AddedToken], path: String) throws(TokenizerError) {
    let normalizers = normalizers
    try addedTokens.add(tokens, table: model.table, path: path) { (content) throws(TokenizerError) in
      var draft = Draft()
      content.withUnsafeBufferPointer { draft.reset(to: $0) }
      for step in normalizers { try step.apply(to: &draft) }
      return draft.text.bytes
    }
  }
}
