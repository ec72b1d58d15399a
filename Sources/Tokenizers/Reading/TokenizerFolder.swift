import Files

/// A model's folder, with the tokenizer files of any age.
struct TokenizerFolder {
  let path: String

  /// Files of a tokenizer in the order in which they are looked for.
  private static let names = ["tokenizer.json", "vocab.txt", "vocab.json with merges.txt"]

  /// The tokenizer of the newest files there.
  func tokenizer() throws(TokenizerError) -> Tokenizer {
    if let json = try file("tokenizer.json") {
      return try Tokenizer(tokenizerJSON: json, path: join("tokenizer.json"))
    }
    let settings = try TokenizerSettings(folder: self)
    if let list = try file("vocab.txt") { return try wordPiece(list, settings) }
    if let vocabulary = try file("vocab.json"), let merges = try file("merges.txt") {
      return try bytePair(vocabulary, merges: merges, settings)
    }
    throw .noTokenizerFile(folder: path, expected: Self.names)
  }

  /// The path of a file of the folder.
  func join(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// The bytes of a file of the folder, nil if there is none.
  func file(_ name: String) throws(TokenizerError) -> [UInt8]? {
    do throws(FileError) {
      return try FileBytes.read(join(name), limit: TokenizerSource.sizeLimit)
    } catch {
      if case .notFound = error { return nil }
      throw .file(error)
    }
  }

  /// BERT's tokenizer: a token a line.
  private func wordPiece(_ list: [UInt8], _ settings: TokenizerSettings) throws(TokenizerError) -> Tokenizer {
    let path = join("vocab.txt")
    if let name = settings.className, !TokenizerSettings.bertClasses.contains(name) {
      throw .unsupported(path: path, component: .tokenizerClass, name: name)
    }
    let table = try Self.table(ofLines: list, path: path)
    let unknown = settings.specialToken("unk_token") ?? "[UNK]"
    let model = try WordPieceModel(
      table: table, unknownToken: Array(unknown.utf8), continuingPrefix: Array("##".utf8), wordLimit: 100,
      path: path)
    var parts = Tokenizer.Parts(model: .wordPiece(model))
    parts.normalizers = Normalizer.bert(
      cleansText: true, spacesIdeographs: settings.flag("tokenize_chinese_chars") ?? true,
      stripsAccents: settings.flag("strip_accents"), lowercases: settings.flag("do_lower_case") ?? true)
    parts.preTokenizers = [
      .split(Splitter(.scalars(.space), .removed)), .split(Splitter(.scalars(.punctuation), .isolated)),
    ]
    let special = TokenizerSettings.bertTokens.map { settings.specialToken($0.key) ?? $0.value }
    try parts.add(AddedToken.special(special, in: model.table) + settings.addedTokens, path: path)
    let ids = ["cls_token", "sep_token"].map { key in
      parts.addedTokens.id(of: Array((settings.specialToken(key) ?? TokenizerSettings.bertDefault(key)).utf8))
    }
    if let first = ids[0], let last = ids[1] {
      parts.postProcessor.template = [.tokens([first]), .sequence, .tokens([last])]
    }
    return Tokenizer(parts: parts, digest: settings.digest(of: [("vocab.txt", list)]))
  }

  /// A byte-level tokenizer of the kind that its class names, GPT-2's if none does.
  private func bytePair(
    _ vocabulary: [UInt8], merges: [UInt8], _ settings: TokenizerSettings
  ) throws(TokenizerError) -> Tokenizer {
    let path = join("vocab.json")
    guard let family = ByteLevelFamily(className: settings.className ?? "GPT2Tokenizer") else {
      throw .unsupported(path: path, component: .tokenizerClass, name: settings.className ?? "")
    }
    var source = ModelSource()
    try JSONScanner.scan(vocabulary, path: path) { (scanner) throws(JSONFlaw) in
      try source.readTokens(&scanner)
    }
    let list = try Self.merges(ofLines: merges, path: join("merges.txt"))
    let model = BytePairModel(
      table: source.table,
      merges: try list.table(source.table, continuingPrefix: 0, path: join("merges.txt")),
      options: BytePairModel.Options())
    var parts = Tokenizer.Parts(model: .bytePair(model))
    try parts.apply(family, addsPrefixSpace: settings.flag("add_prefix_space") ?? false)
    let special = family.specialTokens(settings)
    try parts.add(AddedToken.special(special, in: model.table) + settings.addedTokens, path: path)
    try parts.frame(family, settings)
    return Tokenizer(
      parts: parts, digest: settings.digest(of: [("vocab.json", vocabulary), ("merges.txt", merges)]))
  }

  /// A table whose ids are the numbers of lines, from 0. Blanks at the end of a line are not part of a token.
  private static func table(ofLines bytes: [UInt8], path: String) throws(TokenizerError) -> TokenTable {
    var table = TokenTable(capacity: bytes.count / 8)
    for (id, line) in lines(of: bytes).enumerated() {
      let end = line.lastIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      let token = Array(line[..<(end.map { $0 + 1 } ?? line.startIndex)])
      guard token.withUnsafeBufferPointer({ table.insert($0, id: id) }) else {
        throw .tooLarge(path: path, limit: TokenTable.idLimit)
      }
    }
    return table
  }

  private static func merges(ofLines bytes: [UInt8], path: String) throws(TokenizerError) -> MergeList {
    var list = MergeList()
    for (number, line) in lines(of: bytes).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty { continue }
      guard list.append(line: line) else { throw .badValue(path: path, key: "line \(number + 1)") }
    }
    return list
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

extension AddedToken {
  /// Special tokens as older files know them, by their text alone; those that the vocabulary holds.
  static func special(_ texts: [String], in table: TokenTable) -> [AddedToken] {
    texts.map { Array($0.utf8) }.filter { table.id(of: $0) != nil }
      .map { AddedToken(content: $0, isNormalized: false, isSpecial: true) }
  }
}
