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

  /// The format that a file's name tells: `.jsonl`, `.ndjson`, `.json`, `.csv`, `.tsv`, `.tab`, `.conllu`,
  /// `.conll`, each also with `.gz` behind; anything else is text with a blank line between documents.
  public init(path: String) {
    var name = Substring(path).lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    let suffixes: [(String, CorpusFormat)] = [
      (".jsonl", .jsonl), (".ndjson", .jsonl), (".json", .jsonl), (".csv", .csv), (".tsv", .tsv),
      (".tab", .tsv), (".conllu", .conllu), (".conll", .conllu),
    ]
    self = suffixes.first { name.hasSuffix($0.0) }?.1 ?? .text(documents: .blankLine)
  }
}
