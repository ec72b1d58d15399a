import Files

extension ComponentReader {
  /// The model of what a file says about it.
  func model(_ source: ModelSource) throws(TokenizerError) -> TokenModel {
    guard let type = source.type else { throw .badValue(path: path, key: "model.type") }
    switch Tokenizer.Kind(rawValue: type) {
    case .bytePair: return .bytePair(try bytePair(source))
    case .wordPiece: return .wordPiece(try wordPiece(source))
    case .unigram: return .unigram(try unigram(source))
    case .wordLevel:
      let unknown = try optionalText(source, "unk_token") ?? Array("<unk>".utf8)
      return .wordLevel(WordLevelModel(table: source.table, unknownToken: unknown))
    case nil: throw .unsupported(path: path, component: .model, name: type)
    }
  }

  private func bytePair(_ source: ModelSource) throws(TokenizerError) -> BytePairModel {
    guard let merges = source.merges else { throw .badValue(path: path, key: "model.merges") }
    var options = BytePairModel.Options()
    options.unknownToken = try optionalText(source, "unk_token")
    options.continuingPrefix = try optionalText(source, "continuing_subword_prefix") ?? []
    options.endOfWordSuffix = try optionalText(source, "end_of_word_suffix") ?? []
    options.fusesUnknown = try optionalFlag(source, "fuse_unk")
    options.fallsBackToBytes = try optionalFlag(source, "byte_fallback")
    options.ignoresMerges = try optionalFlag(source, "ignore_merges")
    let table = try merges.table(source.table, continuingPrefix: options.continuingPrefix.count, path: path)
    return BytePairModel(table: source.table, merges: table, options: options)
  }

  private func wordPiece(_ source: ModelSource) throws(TokenizerError) -> WordPieceModel {
    var limit = 100
    if case .number(let digits) = source.option("max_input_chars_per_word") {
      guard let number = Int(digits), number >= 0 else {
        throw .badValue(path: path, key: "model.max_input_chars_per_word")
      }
      limit = number
    }
    return try WordPieceModel(
      table: source.table, unknownToken: try optionalText(source, "unk_token") ?? Array("[UNK]".utf8),
      continuingPrefix: try optionalText(source, "continuing_subword_prefix") ?? Array("##".utf8),
      wordLimit: limit, path: path)
  }

  private func unigram(_ source: ModelSource) throws(TokenizerError) -> UnigramModel {
    guard let scores = source.scores else { throw .badValue(path: path, key: "model.vocab") }
    let unknown = source.option("unk_id")
    let unknownID = unknown == .null ? nil : try id(unknown, "model.unk_id")
    if let unknownID, unknownID >= scores.count { throw .badValue(path: path, key: "model.unk_id") }
    return try UnigramModel(
      table: source.table, scores: scores, unknownID: unknownID,
      fallsBackToBytes: try optionalFlag(source, "byte_fallback"), path: path)
  }

  private func optionalText(_ source: ModelSource, _ key: String) throws(TokenizerError) -> [UInt8]? {
    switch source.option(key) {
    case .string(let bytes): return bytes
    case .null: return nil
    default: throw .badValue(path: path, key: "model.\(key)")
    }
  }

  private func optionalFlag(_ source: ModelSource, _ key: String) throws(TokenizerError) -> Bool {
    switch source.option(key) {
    case .bool(let flag): return flag
    case .null: return false
    default: throw .badValue(path: path, key: "model.\(key)")
    }
  }
}
