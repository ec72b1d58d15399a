/// One sentence of a CoNLL-U file.
public struct CoNLLUSentence: Sendable, Equatable {
  /// A syntactic word: a numbered line of the file.
  public struct Word: Sendable, Equatable {
    /// Column FORM.
    public var form: String
    /// Column UPOS, `"_"` if the file has none.
    public var upos: String
    /// Column XPOS, `"_"` if the file has none.
    public var xpos: String

    /// A word with its tags.
    public init(form: String, upos: String = "_", xpos: String = "_") {
      self.form = form
      self.upos = upos
      self.xpos = xpos
    }
  }

  /// A surface token: what stands between two places where the text may be cut. Most are one word; a
  /// multiword token (`don't`) covers several.
  public struct Token: Sendable, Equatable {
    /// The characters as they stand in the text.
    public var form: String
    /// The words that it covers.
    public var words: Range<Int>
    /// Whether white space follows it in the text.
    public var spaceAfter: Bool

    /// A token that covers `words`.
    public init(form: String, words: Range<Int>, spaceAfter: Bool = true) {
      self.form = form
      self.words = words
      self.spaceAfter = spaceAfter
    }
  }

  /// The syntactic words, in order.
  public var words: [Word] = []
  /// The surface tokens, in order; they cover every word once.
  public var tokens: [Token] = []
  /// Whether `# newdoc` stands before it.
  public var startsDocument = false
  /// The identifier of `# newdoc`.
  public var documentIdentifier: String?
  /// Whether `# newpar` or `# newdoc` stands before it.
  public var startsParagraph = false
  /// The value of `# text`.
  public var text: String?
  /// Line of the file on which it starts, counted from 1.
  public var line = 1

  /// An empty sentence.
  public init() {}
}
