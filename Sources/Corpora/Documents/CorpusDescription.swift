/// Where a corpus lies and how to read it: all that ``CorpusReader`` has to know.
public struct CorpusDescription: Sendable, Hashable {
  /// File to read; `-` is standard input. Gzip is recognised by its first bytes, whatever the name.
  public var path: String
  /// Layout of the file.
  public var format: CorpusFormat
  /// Column of the text (JSON lines, CSV, TSV); `text` unless told otherwise.
  public var textColumn: CorpusColumn
  /// Column of the tags, separated by spaces or, in JSON, an array; nil if there are none.
  public var tagColumn: CorpusColumn?
  /// Column of the label, nil if there is none.
  public var labelColumn: CorpusColumn?
  /// Column of the identifier, nil if there is none.
  public var idColumn: CorpusColumn?
  /// Whether the first record of a CSV or TSV file names its columns.
  public var header: Bool
  /// Which tags of a CoNLL-U file become the document's tags.
  public var tagSet: TagSet
  /// How running text is cut into words. CoNLL-U and JSON arrays come cut.
  public var tokenization: Tokenization
  /// Whether a stretch of running text that is a token of the vocabulary is left whole, as `<unk>` or `cannot`.
  public var keepsTokens = false
  /// A token that stands at the end of every line of plain text, though the file doesn't have it; nil for none.
  public var endOfLine: String?
  /// Whether labels are names of classes, not numbers.
  public var labelsAreNames = false

  /// Describes a corpus; the format is inferred from the path when nil.
  public init(
    path: String, format: CorpusFormat? = nil, textColumn: CorpusColumn = .name("text"),
    tagColumn: CorpusColumn? = nil, labelColumn: CorpusColumn? = nil, idColumn: CorpusColumn? = nil,
    header: Bool = true, tagSet: TagSet = .xpos, tokenization: Tokenization = .english
  ) {
    self.path = path
    self.format = format ?? CorpusFormat(path: path)
    self.textColumn = textColumn
    self.tagColumn = tagColumn
    self.labelColumn = labelColumn
    self.idColumn = idColumn
    self.header = header
    self.tagSet = tagSet
    self.tokenization = tokenization
  }
}
