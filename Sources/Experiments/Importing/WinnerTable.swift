import Corpora
import Files
import Glibc
import NeuronPreferences
import Sites

/// The table that the published code of the method writes: a row for each token that was read, with the
/// neuron that won it.
///
/// Tab-separated, with a header; fields that hold quotes, tabs or line ends are quoted as Python's csv module
/// does it. Of its columns, `inputs` (the token), `max_activations` and `max_activation_index` are needed, `POS`
/// is used where it stands, all others are passed over. The file is streamed: memory grows with the rows, not
/// with the activation vectors beside them.
///
/// Rows that don't say what won are left out, counted by reason. Words that pandas reads as missing values
/// (`null`, `NA`) are words here.
public struct WinnerTable: Sendable {
  /// The file, compressed or not; `-` is standard input.
  public let path: String
  /// Name of the site.
  public let site: String
  /// How many neurons the model has; nil to take what the rows show.
  public let neurons: Int?

  /// Rows that stand for one document: the table has no borders between documents, so stretches of neighbouring
  /// rows take their place in tests that must not take neighbours for independent.
  static let rowsPerDocument = 100

  /// A table of a model with one site.
  public init(path: String, site: String = "lstm.0", neurons: Int? = nil) {
    self.path = path
    self.site = site
    self.neurons = neurons
  }

  /// Reads the table.
  ///
  /// - Parameters:
  ///   - stage: The stage's name.
  ///   - program: Program and version, for the record.
  ///   - progress: Called with the number of rows read now and then; what it throws ends the reading.
  /// - Returns: the snapshot to write, without moments and contexts, and what was noticed.
  /// - Throws: `CorpusError`, `CollectionError`, or ``WinnerTableError``.
  public func read(
    stage: String, program: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> (draft: SnapshotDraft, notes: WinnerTableNotes) {
    guard SiteList([(site, 1)]) != nil else { throw WinnerTableError.unfitSite(site) }
    let reader = DelimitedReader(
      lines: try LineReader(path: path), separator: UInt8(ascii: "\t"), quotes: true)
    guard let header = try reader.next() else { throw CorpusError.empty(path: path) }
    let columns = try Columns(header.fields.map { String(decoding: $0, as: UTF8.self) }, path: path)
    var (tokens, tags) = (Numbering(), Numbering())
    var notes = WinnerTableNotes()
    var occurrences: [Occurrence] = []
    var text = SHA256()
    var width = 0
    while let (fields, line) = try reader.next() {
      if notes.rows % 4096 == 0 { try progress(notes.rows) }
      defer { notes.rows += 1 }
      if notes.rows == 0, let list = columns.activations { width = Self.length(of: fields[safely: list]) }
      guard fields.count == columns.count else {
        notes.skip(fields.count > columns.count ? .tooManyFields : .tooFewFields, line)
        continue
      }
      let word = fields[columns.token]
      guard !word.isEmpty else {
        notes.skip(.noToken, line)
        continue
      }
      guard let activation = Self.number(fields[columns.activation]), activation.isFinite else {
        notes.skip(.noActivation, line)
        continue
      }
      guard let index = Self.number(fields[columns.neuron]), index >= 0, index.rounded() == index else {
        notes.skip(.noNeuron, line)
        continue
      }
      guard index < Double(neurons ?? CollectionPlan.neuronLimit) else {
        throw WinnerTableError.neuronOutOfRange(
          path: path, line: line, neuron: String(decoding: fields[columns.neuron], as: UTF8.self),
          neurons: neurons ?? CollectionPlan.neuronLimit)
      }
      if activation < 0 { notes.negativeActivations += 1 }
      (word + [UInt8(ascii: "\n")]).withUnsafeBytes { text.update($0) }
      let tag = columns.tag.map { Self.trimmed(fields[$0]) }
      occurrences.append(
        Occurrence(
          row: Int(index), token: tokens.id(of: word),
          tag: tag.flatMap { $0.isEmpty ? nil : tags.id(of: Array($0)) }, activation: activation,
          document: (notes.rows) / Self.rowsPerDocument))
      width = max(width, Int(index) + 1)
    }
    guard !occurrences.isEmpty else { throw WinnerTableError.nothingToImport(path: path, rows: notes.rows) }
    notes.neurons = neurons ?? width
    notes.imported = occurrences.count
    guard let sites = SiteList([(site, notes.neurons)]) else { throw WinnerTableError.unfitSite(site) }
    let plan = try CollectionPlan(
      sites: sites, vocabularySize: tokens.names.count, tagCount: tags.names.count)
    let origin = SnapshotOrigin(
      stage: stage, corpus: path, corpusHash: text.hexDigest(), tokenizer: "that of the table",
      tagger: tags.names.isEmpty ? "" : "that of the table", program: program,
      countsOnlySeenNeurons: neurons == nil,
      notes: ["documents": "stretches of \(Self.rowsPerDocument) rows of the table"])
    let draft = SnapshotDraft(
      origin: origin, plan: plan, vocabulary: tokens.names, tagNames: tags.names,
      skipped: notes.skipped.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.count },
      occurrences: occurrences)
    notes.note(draft.tokens)
    return (draft, notes)
  }

  /// Places of the columns.
  private struct Columns {
    let token, activation, neuron: Int
    let tag, activations: Int?
    let count: Int

    init(_ names: [String], path: String) throws {
      func place(_ name: String) throws -> Int {
        guard let place = names.firstIndex(of: name) else {
          throw CorpusError.missingColumn(path: path, column: name, available: names)
        }
        return place
      }
      token = try place("inputs")
      activation = try place("max_activations")
      neuron = try place("max_activation_index")
      tag = names.firstIndex(of: "POS")
      activations = names.firstIndex(of: "activations")
      count = names.count
    }
  }

  /// Numbers texts in the order of their first appearance.
  private struct Numbering {
    private(set) var names: [String] = []
    // Keyed by bytes: two spellings of one text that Unicode calls equal are two tokens.
    private var ids: [[UInt8]: Int] = [:]

    mutating func id(of name: [UInt8]) -> Int {
      if let id = ids[name] { return id }
      ids[name] = names.count
      names.append(String(decoding: name, as: UTF8.self))
      return names.count - 1
    }
  }

  /// A number as Python prints it: `0.5`, `3.0`, or since NumPy 2 also `np.float32(0.5)`.
  static func number(_ field: [UInt8]) -> Double? {
    var text = String(decoding: trimmed(field), as: UTF8.self)[...]
    if text.last == ")", let open = text.firstIndex(of: "(") {
      text = text[text.index(after: open)...].dropLast()
    }
    return Double(text)
  }

  /// How many numbers a printed flat list has; 0 if it is none.
  private static func length(of list: [UInt8]?) -> Int {
    guard let list, list.first == UInt8(ascii: "["), list.last == UInt8(ascii: "]"), list.count > 2,
      list.dropFirst().allSatisfy({ $0 != UInt8(ascii: "[") })
    else { return 0 }
    return list.reduce(1) { $0 + ($1 == UInt8(ascii: ",") ? 1 : 0) }
  }

  private static func trimmed(_ field: [UInt8]) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = field.drop(while: isBlank)
    return start.lastIndex { !isBlank($0) }.map { start[...$0] } ?? start
  }
}

extension Array {
  fileprivate subscript(safely index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
