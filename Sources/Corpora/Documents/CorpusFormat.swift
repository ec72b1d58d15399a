import Files

/// How a corpus file is laid out.
public enum CorpusFormat: Sendable, Hashable {
  /// Plain text; documents are told apart as given.
  case text(documents: TextDocuments)
  /// One JSON object a line. The text column holds a string, or an array of words.
  case jsonl
  /// Comma-separated values, quoted as in RFC 4180.
  case csv
  /// Tab-separated values, without quoting (IANA `text/tab-separated-values`).
  case tsv
  /// CoNLL-U: words with tags; documents by `# newdoc`, or by sentence where the file has none.
  case conllu

  /// What ends a document in plain text.
  public enum TextDocuments: String, Sendable, Hashable, CaseIterable {
    /// An empty line.
    case blankLine
    /// Every line; empty lines are no documents.
    case line
    /// The end of the file.
    case file
  }
}

extension CorpusFormat {
  /// One kind of file: what it is called, how its names end, and what reads it.
  public struct Kind: Sendable {
    /// What run.toml calls it.
    public let name: String
    /// The format, plain text with a blank line between documents.
    public let format: CorpusFormat
    /// How file names of it end, in lower case.
    public let endings: [String]
    /// Whether it always comes with tags.
    public let hasTags: Bool
    /// Hands on its documents one after another; false if the body stopped it.
    let read: @Sendable (CorpusReader, LineReader, (Document) throws -> Bool) throws -> Bool
  }

  /// All kinds.
  public static let kinds = [
    Kind(name: "text", format: .text(documents: .blankLine), endings: [], hasTags: false) {
      try $0.readText($1, $2)
    },
    Kind(name: "jsonl", format: .jsonl, endings: [".jsonl", ".ndjson", ".json"], hasTags: false) {
      try $0.readJSONLines($1, $2)
    },
    Kind(name: "csv", format: .csv, endings: [".csv"], hasTags: false) {
      try $0.readDelimited($1, separator: ",", quotes: true, $2)
    },
    Kind(name: "tsv", format: .tsv, endings: [".tsv", ".tab"], hasTags: false) {
      try $0.readDelimited($1, separator: "\t", quotes: false, $2)
    },
    Kind(name: "conllu", format: .conllu, endings: [".conllu", ".conll"], hasTags: true) {
      try $0.readCoNLLU($1, $2)
    },
  ]

  /// What the format is of.
  public var kind: Kind {
    let name =
      switch self {
      case .text: "text"
      case .jsonl: "jsonl"
      case .csv: "csv"
      case .tsv: "tsv"
      case .conllu: "conllu"
      }
    guard let kind = Self.kinds.first(where: { $0.name == name }) else {
      preconditionFailure("every format is of a kind")
    }
    return kind
  }

  /// The format that a file's name tells by its ending, also with `.gz` behind; anything else is text with a
  /// blank line between documents.
  public init(path: String) {
    var name = Substring(path).lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    self =
      Self.kinds.first { $0.endings.contains { name.hasSuffix($0) } }?.format ?? .text(documents: .blankLine)
  }
}
