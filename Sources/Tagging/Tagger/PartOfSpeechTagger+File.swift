import CEnglishTagger
import Corpora
import Files

extension PartOfSpeechTagger {
  private static let magic = Array("txrtag01".utf8)

  /// The tagger that comes with the program, trained on UD English EWT.
  ///
  /// - Throws: `CorpusError.badTagger(path:byteOffset:)` if the weights in the program are damaged.
  public static func english() throws -> PartOfSpeechTagger {
    let bytes = UnsafeRawBufferPointer(
      start: english_tagger_bytes(), count: Int(english_tagger_byte_count()))
    return try PartOfSpeechTagger(serialized: bytes, path: "built-in tagger")
  }

  /// Reads a tagger that ``write(to:)`` has written.
  ///
  /// - Throws: `CorpusError`.
  public init(contentsOf path: String) throws {
    let file = try InputFile(path: path)
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
      // Sections have 32-bit lengths; no tagger is near this large.
      guard bytes.count < 1 << 28 else { throw CorpusError.badTagger(path: path, byteOffset: bytes.count) }
    }
    self = try bytes.withUnsafeBytes { try PartOfSpeechTagger(serialized: $0, path: path) }
  }

  /// Writes the tagger, whole or not at all.
  ///
  /// - Throws: `CorpusError.unwritable(path:errno:)`.
  public func write(to path: String) throws {
    try AtomicFile.write(path: path, bytes: serialized())
  }

  /// The bytes of the file; the layout is described in the target's documentation.
  public func serialized() -> [UInt8] {
    var writer = ModelWriter()
    writer.append(Self.magic)
    writer.append(provenance)
    writer.append(labels.map { "\($0.upos)\t\($0.xpos)" }.joined(separator: "\n"))
    lexicon.write(to: &writer)
    tagModel.write(to: &writer)
    sentenceModel.write(to: &writer)
    return writer.bytes
  }

  /// Reads a tagger from its bytes; `path` is named in errors.
  ///
  /// - Throws: `CorpusError.badTagger(path:byteOffset:)`.
  public init(serialized bytes: UnsafeRawBufferPointer, path: String) throws {
    var reader = ModelReader(bytes, path: path)
    guard try reader.bytes() == Self.magic else { throw reader.fault }
    provenance = try reader.text()
    labels = try reader.text().split(separator: "\n").map { line in
      let parts = line.split(separator: "\t")
      guard parts.count == 2 else { throw reader.fault }
      return Label(upos: String(parts[0]), xpos: String(parts[1]))
    }
    guard (1...255).contains(labels.count) else { throw reader.fault }
    lexicon = try TaggerLexicon(from: &reader, labelCount: labels.count)
    tagModel = try PackedLinearModel(from: &reader)
    sentenceModel = try PackedLinearModel(from: &reader)
    guard reader.isAtEnd, tagModel.labelCount == labels.count, sentenceModel.labelCount == 2 else {
      throw reader.fault
    }
  }
}
