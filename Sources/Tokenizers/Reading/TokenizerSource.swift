import Files

/// What a tokenizer.json holds, as it stands there: the vocabulary in a table, the rest as values.
struct TokenizerSource {
  /// The longest file.
  static let sizeLimit = 1 << 28
  /// The only version there is.
  static let version = "1.0"

  var version: String?
  var addedTokens = JSONValue.null
  var normalizer = JSONValue.null
  var preTokenizer = JSONValue.null
  var postProcessor = JSONValue.null
  var model = ModelSource()

  /// Reads the text of a file.
  ///
  /// - Throws: ``TokenizerError/badJSON(path:offset:flaw:)``.
  init(_ bytes: [UInt8], path: String) throws(TokenizerError) {
    var source = TokenizerSource()
    try JSONScanner.scan(bytes, path: path) { (scanner) throws(JSONFlaw) in
      try scanner.object { (scanner, key) throws(JSONFlaw) in
        switch key {
        case "version": source.version = try scanner.stringIfAny()
        case "added_tokens": source.addedTokens = try scanner.value()
        case "normalizer": source.normalizer = try scanner.value()
        case "pre_tokenizer": source.preTokenizer = try scanner.value()
        case "post_processor": source.postProcessor = try scanner.value()
        case "model": source.model = try ModelSource(&scanner)
        default: try scanner.skipValue()
        }
      }
    }
    self = source
  }

  private init() {}
}

extension JSONScanner {
  /// Reads all of a file's text with `body`.
  static func scan(
    _ bytes: [UInt8], path: String, _ body: (inout JSONScanner) throws(JSONFlaw) -> Void
  ) throws(TokenizerError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
      var scanner = JSONScanner(UnsafeRawBufferPointer(bytes), loneSurrogates: .replaced)
      do throws(JSONFlaw) {
        try body(&scanner)
        try scanner.end()
      } catch {
        throw .badJSON(path: path, offset: scanner.position, flaw: error)
      }
    }
  }
}
