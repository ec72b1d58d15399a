import Files

extension CorpusReader {
  /// CoNLL-U. Where the first sentence starts a document, documents go by `# newdoc`; otherwise every
  /// sentence is one. Returns false if `body` stopped it.
  func readCoNLLU(_ lines: LineReader, _ body: (Document) throws -> Bool) throws -> Bool {
    let reader = CoNLLUReader(lines: lines)
    var pending: DocumentAssembler?
    var bySentence = false
    while let sentence = try reader.next() {
      if let waiting = pending {
        let ends = bySentence || sentence.startsDocument
        if ends || waiting.text.count >= pieceLimit {
          guard try body(waiting.document()) else { return false }
          pending = DocumentAssembler(
            identifier: ends ? sentence.documentIdentifier : waiting.identifier, line: sentence.line,
            continues: !ends)
        }
      } else {
        bySentence = !sentence.startsDocument
        pending = DocumentAssembler(
          identifier: sentence.documentIdentifier, line: sentence.line, continues: false)
      }
      pending?.append(sentence, tagSet: description.tagSet)
    }
    return try pending.map { try body($0.document()) } ?? true
  }
}

extension Document {
  /// The words and sentences of CoNLL-U sentences, which together are one document.
  public init(truth sentences: [CoNLLUSentence], tagSet: TagSet = .xpos) {
    var assembler = DocumentAssembler(
      identifier: sentences.first?.documentIdentifier, line: sentences.first?.line ?? 1, continues: false)
    for sentence in sentences { assembler.append(sentence, tagSet: tagSet) }
    self = assembler.document()
  }
}

/// Sentences on the way to a document.
private struct DocumentAssembler {
  var text: [UInt8] = []
  var spans: [Range<Int>] = []
  var sentenceStarts: [Int] = []
  var tags: [String] = []
  let identifier: String?
  let line: Int
  let continues: Bool

  init(identifier: String?, line: Int, continues: Bool) {
    self.identifier = identifier
    self.line = line
    self.continues = continues
  }

  mutating func append(_ sentence: CoNLLUSentence, tagSet: TagSet) {
    if sentence.startsParagraph, !text.isEmpty { text.append(UInt8(ascii: "\n")) }
    sentenceStarts.append(spans.count)
    for token in sentence.tokens {
      let words = sentence.words[token.words]
      // Words that are no pieces of their token (French "du" = "de" "le") stand apart.
      let areParts = words.count == 1 || words.map(\.form).joined() == token.form
      for word in words {
        let start = text.count
        text.append(contentsOf: word.form.utf8)
        spans.append(start..<text.count)
        tags.append(tagSet == .upos ? word.upos : word.xpos)
        if !areParts { text.append(UInt8(ascii: " ")) }
      }
      if token.spaceAfter && areParts { text.append(UInt8(ascii: " ")) }
    }
  }

  /// The document; tags that the file leaves out everywhere are none at all.
  func document() -> Document {
    let tagged = tags.contains { $0 != "_" }
    var document = Document(
      text: text, spans: spans, sentenceStarts: sentenceStarts, tags: tagged ? tags : nil)
    document.identifier = identifier
    document.line = line
    document.isContinuation = continues
    return document
  }
}
