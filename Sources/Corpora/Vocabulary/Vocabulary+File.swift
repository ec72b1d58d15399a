import Files

extension Vocabulary {
  /// Vocabularies larger than this are not read.
  private static let sizeLimit = 1 << 28

  /// Reads a vocabulary: one token a line, the first line number 0; a token with its number or its count behind a tab
  /// or a space on each line; or JSON, a list of tokens or an object of numbers by token.
  ///
  /// - Parameter unknown: the token for unknown words; nil for the first of the usual spellings.
  /// - Throws: `FileError`, ``CorpusError``; a repeated, empty or spaced token is named with its line.
  public init(contentsOf path: String, unknown: String? = nil) throws {
    if let tokens = try Self.jsonTokens(path) {
      try self.init(tokens: tokens, unknown: unknown, path: path)
      return
    }
    let lines = try LineReader(path: path)
    var tokens: [String] = []
    while try lines.next() {
      guard lines.byteOffset < Self.sizeLimit else {
        throw FileError.tooLarge(path: path, limit: Self.sizeLimit)
      }
      tokens.append(String(decoding: lines.line, as: UTF8.self))
    }
    while tokens.last == "" { tokens.removeLast() }
    try self.init(tokens: Self.numbered(tokens) ?? tokens, unknown: unknown, path: path)
  }

  /// Writes one token a line, whole or not at all.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(contentsOf: token.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    try AtomicFile.write(path: path, bytes: bytes)
  }

  /// The tokens of a file in JSON; nil for another file, one that merely starts with a bracket among them.
  private static func jsonTokens(_ path: String) throws -> [String]? {
    // What can't be mapped, such as a pipe, is read by lines.
    guard path != "-", let start = try firstLetter(path),
      [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(start)
    else { return nil }
    let bytes = try FileBytes.read(path, limit: sizeLimit)
    return try bytes.withUnsafeBytes { bytes in
      var scanner = JSONScanner(bytes)
      let found: [String]?
      do throws(JSONFlaw) {
        found = try start == UInt8(ascii: "[") ? list(&scanner) : numbers(&scanner)
        try scanner.end()
      } catch {
        return nil
      }
      guard let found else { throw CorpusError.badVocabulary(path: path) }
      return found
    }
  }

  /// The first byte that is no blank; nil if there is none, or the file can't be mapped.
  private static func firstLetter(_ path: String) throws(FileError) -> UInt8? {
    do throws(FileError) {
      return try MappedFile(path: path).withUnsafeBytes { bytes in bytes.first { $0 > 0x20 } }
    } catch .notARegularFile {
      return nil
    } catch {
      throw error
    }
  }

  /// The strings of a list; nil if something else is in it, from where on nothing is kept.
  private static func list(_ scanner: inout JSONScanner) throws(JSONFlaw) -> [String]? {
    var tokens: [String]? = []
    try scanner.array { (scanner) throws(JSONFlaw) in
      guard tokens != nil, scanner.next == UInt8(ascii: "\"") else {
        tokens = nil
        return try scanner.skipValue()
      }
      tokens?.append(String(decoding: try scanner.stringBytes(), as: UTF8.self))
    }
    return tokens
  }

  /// The tokens of an object of numbers, in their order; nil if something else is in it, or a number is missing.
  private static func numbers(_ scanner: inout JSONScanner) throws(JSONFlaw) -> [String]? {
    var pairs: [(String, Int)]? = []
    try scanner.object { (scanner, key) throws(JSONFlaw) in
      guard let number = try scanner.numberIfAny() else {
        pairs = nil
        return
      }
      if let number = Int(exactly: number) { pairs?.append((key, number)) } else { pairs = nil }
    }
    return pairs.flatMap(ordered)
  }

  /// The tokens of lines that all have a number behind a tab or a space: in the order of the numbers if these count from
  /// 0, else, where they are counts, in that of the lines; nil for other lines.
  private static func numbered(_ lines: [String]) -> [String]? {
    var pairs: [(String, Int)] = []
    for line in lines {
      guard let place = line.lastIndex(where: { $0 == "\t" || $0 == " " }), place > line.startIndex,
        let number = Int(line[line.index(after: place)...]), number >= 0
      else { return nil }
      pairs.append((String(line[..<place]), number))
    }
    return pairs.isEmpty ? nil : ordered(pairs) ?? pairs.map(\.0)
  }

  /// Tokens in the order of their numbers; nil unless these are all from 0 up, each once.
  private static func ordered(_ pairs: [(token: String, number: Int)]) -> [String]? {
    var tokens = [String?](repeating: nil, count: pairs.count)
    for (token, number) in pairs {
      guard tokens.indices.contains(number), tokens[number] == nil else { return nil }
      tokens[number] = token
    }
    return tokens.compactMap { $0 }
  }
}
