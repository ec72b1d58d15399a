import Files

/// What the files beside an older vocabulary say: tokenizer_config.json, special_tokens_map.json, added_tokens.json.
struct TokenizerSettings {
  /// The tokens of BERT by their keys, as they are unless a file says otherwise.
  static let bertTokens: KeyValuePairs = [
    "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]",
    "mask_token": "[MASK]",
  ]
  /// Classes of tokenizers that read vocab.txt as BERT's does.
  static let bertClasses: Set<String> = [
    "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast",
    "ElectraTokenizer",
    "ElectraTokenizerFast", "MPNetTokenizer", "MPNetTokenizerFast",
  ]

  static func bertDefault(_ key: String) -> String { bertTokens.first { $0.key == key }?.value ?? "" }

  private var configuration = JSONValue.null
  private var special = JSONValue.null
  private var files: [(name: String, bytes: [UInt8])] = []
  /// Tokens beside the vocabulary, by id.
  private(set) var addedTokens: [AddedToken] = []

  init(folder: TokenizerFolder) throws(TokenizerError) {
    configuration = try read("tokenizer_config.json", of: folder)
    special = try read("special_tokens_map.json", of: folder)
    let reader = ComponentReader(path: folder.join("tokenizer_config.json"))
    var tokens: [(id: Int, token: AddedToken)] = []
    if case .object(let members)? = configuration["added_tokens_decoder"] {
      for member in members {
        guard let id = Int(member.key) else { continue }
        tokens.append((id, try reader.addedToken(member.value)))
      }
    } else if case .object(let members) = try read("added_tokens.json", of: folder) {
      for member in members {
        guard case .number(let digits) = member.value, let id = Int(digits) else { continue }
        tokens.append((id, AddedToken(content: Array(member.key.utf8), isNormalized: false)))
      }
    }
    addedTokens = tokens.sorted { $0.id < $1.id }.map(\.token)
  }

  private mutating func read(_ name: String, of folder: TokenizerFolder) throws(TokenizerError) -> JSONValue {
    guard let bytes = try folder.file(name) else { return .null }
    files.append((name, bytes))
    var value = JSONValue.null
    try JSONScanner.scan(bytes, path: folder.join(name)) { (scanner) throws(JSONFlaw) in
      value = try scanner.value()
    }
    return value
  }

  /// The class of the tokenizer, as transformers names it.
  var className: String? { configuration["tokenizer_class"]?.text }

  /// A setting that is true or false; nil where it is neither.
  func flag(_ key: String) -> Bool? {
    guard case .bool(let flag)? = configuration[key] else { return nil }
    return flag
  }

  /// The text of a special token, e.g. `unk_token`; nil where no file names it.
  func specialToken(_ key: String) -> String? {
    for value in [configuration[key], special[key]] {
      if let text = value?.text ?? value?["content"]?.text { return text }
    }
    return nil
  }

  /// SHA-256 over the vocabulary's files and these: name, size and content of each.
  func digest(of vocabulary: [(name: String, bytes: [UInt8])]) -> String {
    var digest = SHA256()
    for (name, bytes) in vocabulary + files {
      Array("\(name)\0\(bytes.count)\0".utf8).withUnsafeBytes { digest.update($0) }
      bytes.withUnsafeBytes { digest.update($0) }
    }
    return digest.hexDigest()
  }
}
