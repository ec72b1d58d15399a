import Files

/// The model of a tokenizer.json: the vocabulary in a table, merges as bytes, the rest as values. Keys may come in any
/// order.
struct ModelSource {
  /// Ids of a vocabulary that is a list are places in it, and each token has a score.
  private(set) var scores: [Double]?
  private(set) var table = TokenTable()
  private(set) var merges: MergeList?
  private var options: [String: JSONValue] = [:]

  init() {}

  /// A vocabulary and merges from elsewhere.
  init(table: TokenTable, merges: MergeList? = nil) {
    self.table = table
    self.merges = merges
  }

  /// Reads the model's object.
  init(_ scanner: inout JSONScanner) throws(JSONFlaw) {
    var model = ModelSource()
    try scanner.object { (scanner, key) throws(JSONFlaw) in
      switch key {
      case "vocab" where scanner.next == UInt8(ascii: "["): try model.readScores(&scanner)
      case "vocab": try model.readTokens(&scanner)
      case "merges": model.merges = try MergeList(&scanner)
      default: model.options[key] = try scanner.value()
      }
    }
    self = model
  }

  /// Reads `{ token: id, ... }`.
  mutating func readTokens(_ scanner: inout JSONScanner) throws(JSONFlaw) {
    var table = TokenTable(capacity: 1 << 18)
    try scanner.object { (scanner, key) throws(JSONFlaw) in
      var key = key
      let id = try scanner.integer()
      guard key.withUTF8({ table.insert($0, id: id) }) else { throw .badInteger }
    }
    self.table = table
    // Of a key that comes twice the last counts: scores of an earlier list are none of this vocabulary.
    scores = nil
  }

  /// Reads `[ [token, score], ... ]`.
  private mutating func readScores(_ scanner: inout JSONScanner) throws(JSONFlaw) {
    var table = TokenTable(capacity: 1 << 18)
    var scores: [Double] = []
    try scanner.array { (scanner) throws(JSONFlaw) in
      var token: [UInt8]?
      var score: Double?
      try scanner.array { (scanner) throws(JSONFlaw) in
        if token == nil {
          token = try scanner.stringBytes()
        } else if score == nil {
          score = try scanner.number()
        } else {
          throw .expected("]")
        }
      }
      guard let token, let score else { throw .expected("score") }
      guard token.withUnsafeBufferPointer({ table.insert($0, id: scores.count) }) else {
        throw .tooManyElements(limit: TokenTable.idLimit)
      }
      scores.append(score)
    }
    self.table = table
    self.scores = scores
  }

  /// The value of an option, null if it is not there.
  func option(_ key: String) -> JSONValue { options[key] ?? .null }

  /// The type that the file names, or that its keys show: older files name none.
  var type: String? {
    if case .string = option("type") { return option("type").text }
    if merges != nil { return Tokenizer.Kind.bytePair.rawValue }
    if scores != nil { return Tokenizer.Kind.unigram.rawValue }
    if options["continuing_subword_prefix"] != nil { return Tokenizer.Kind.wordPiece.rawValue }
    return options["unk_token"] != nil ? Tokenizer.Kind.wordLevel.rawValue : nil
  }
}

/// The merges of a byte-pair model, in their order: pairs of tokens.
struct MergeList {
  private var bytes: [UInt8] = []
  /// The end of each token in `bytes`; the start is the end before it.
  private var ends: [Int] = []

  init() {}

  /// Number of merges.
  var count: Int { ends.count / 2 }

  /// Reads `[ "a b", ... ]` or `[ ["a", "b"], ... ]`.
  init(_ scanner: inout JSONScanner) throws(JSONFlaw) {
    var list = MergeList()
    try scanner.array { (scanner) throws(JSONFlaw) in
      if scanner.next == UInt8(ascii: "\"") {
        guard list.append(line: try scanner.stringBytes()) else { throw .expected("two tokens and a space") }
        return
      }
      let before = list.ends.count
      try scanner.array { (scanner) throws(JSONFlaw) in list.append(token: try scanner.stringBytes()) }
      guard list.ends.count == before + 2 else { throw .expected("two tokens") }
    }
    self = list
  }

  /// Appends the merge of a line "a b". False if it has another form; a line of the version is passed over.
  mutating func append(line: some Collection<UInt8>) -> Bool {
    if line.starts(with: "#version".utf8) { return true }
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    for part in parts { append(token: part) }
    return true
  }

  private mutating func append(token: some Collection<UInt8>) {
    bytes.append(contentsOf: token)
    ends.append(bytes.count)
  }

  /// The table of these merges.
  ///
  /// - Throws: ``TokenizerError/mergeOutOfVocabulary(path:merge:token:)``.
  func table(_ tokens: TokenTable, continuingPrefix: Int, path: String) throws(TokenizerError) -> MergeTable {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
      var table = MergeTable(capacity: count)
      for merge in 0..<count {
        let start = merge == 0 ? 0 : ends[2 * merge - 1]
        let (middle, end) = (ends[2 * merge], ends[2 * merge + 1])
        let id = { (token: UnsafeBufferPointer<UInt8>) throws(TokenizerError) -> Int32 in
          if let id = tokens.id(of: token) { return id }
          throw .mergeOutOfVocabulary(path: path, merge: merge, token: String(decoding: token, as: UTF8.self))
        }
        let left = try id(UnsafeBufferPointer(rebasing: bytes[start..<middle]))
        let right = try id(UnsafeBufferPointer(rebasing: bytes[middle..<end]))
        let whole: Int32
        if continuingPrefix == 0 {
          whole = try id(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        } else {
          let joined = Array(bytes[start..<middle]) + bytes[min(middle + continuingPrefix, end)..<end]
          whole = try joined.withUnsafeBufferPointer(id)
        }
        table.insert(left, right, .init(rank: Int32(merge), id: whole))
      }
      return table
    }
  }
}
