import Corpora
import Files

/// What a text's first records tell of how it is to be read.
public struct CorpusGuess: Sendable, Equatable {
  /// The column or key of the text, nil for plain text and treebanks.
  public var text: String?
  /// The column or key of a label, nil where nothing looks like one.
  public var label: String?
  /// Whether the first line of a table names its columns.
  public var hasHeader = true
  /// Labels above this are class 1, nil where there are none.
  public var positiveAbove: Double?
  /// Different labels seen, in order, up to ten; also of a column whose labels are no numbers.
  public var labels: [String] = []
  /// How documents of plain text end, nil for other formats.
  public var documents: CorpusFormat.TextDocuments?
  /// Columns or keys that there are, for whoever wants another one.
  public var columns: [String] = []

  /// Records that are looked at.
  private static let sample = 200
  private static let textNames = ["text", "sentence", "content", "review", "document", "body", "comment"]
  private static let labelNames = [
    "label", "labels", "rating", "sentiment", "score", "class", "target", "stars", "category",
  ]

  /// Looks at the beginning of a file.
  ///
  /// - Parameters:
  ///   - text: the column of the text, where it is not to be guessed.
  ///   - label: the same of the label.
  /// - Throws: `FileError`, `CorpusError`.
  public init(path: String, text: String? = nil, label: String? = nil) throws {
    (self.text, self.label) = (text, label)
    switch CorpusFormat(path: path) {
    case .text: documents = try Self.documents(path)
    case .conllu: break
    case .jsonl: choose(try Self.jsonColumns(path))
    case .csv: try readTable(path, ",", quotes: true)
    case .tsv: try readTable(path, "\t", quotes: false)
    }
  }

  /// A column's first values.
  private struct Column {
    let name: String
    var values: [String]

    var numbers: [Double]? {
      let numbers = values.compactMap { CorpusReader.labelValue($0) }
      return numbers.count == values.count && !numbers.isEmpty ? numbers : nil
    }

    var meanLength: Int { values.isEmpty ? 0 : values.reduce(0) { $0 + $1.utf8.count } / values.count }

    /// Whether its values number the records.
    var isNumbering: Bool {
      guard values.count > 3, Set(values).count == values.count else { return false }
      return numbers?.allSatisfy { $0 == $0.rounded() } ?? true
    }
  }

  private mutating func choose(_ all: [Column]) {
    columns = all.map(\.name)
    let (wantedText, wantedLabel) = (text, label)
    label = nil
    func named(_ names: [String], _ columns: [Column]) -> Column? {
      names.lazy.compactMap { name in columns.first { $0.name.lowercased() == name } }.first
    }
    let longest = all.filter { $0.numbers == nil }.max { $0.meanLength < $1.meanLength }
    text = wantedText ?? (named(Self.textNames, all) ?? longest)?.name
    let others = all.filter { $0.name != text && !$0.values.isEmpty }
    let unnamed = hasHeader ? nil : others.first { $0.numbers != nil && !$0.isNumbering }
    let wanted = wantedLabel.map { name in others.first { $0.name == name } }
    guard let column = wanted ?? (named(Self.labelNames, others) ?? unnamed) else { return }
    labels = Array(Set(column.values).sorted().prefix(10))
    // Names of classes are no numbers that a document could be above or below.
    guard let numbers = column.numbers else { return }
    label = column.name
    positiveAbove = Self.threshold(numbers)
  }

  /// Between the two numbers where there are two, at zero where they lie on both sides of it, else in the middle.
  private static func threshold(_ numbers: [Double]) -> Double {
    let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 0)
    return low < 0 && high > 0 ? 0 : (low + high) / 2
  }

  private mutating func readTable(_ path: String, _ separator: Unicode.Scalar, quotes: Bool) throws {
    let reader = DelimitedReader(
      lines: try LineReader(path: path), separator: UInt8(ascii: separator), quotes: quotes)
    var rows: [[String]] = []
    while rows.count <= Self.sample, let record = try reader.next() {
      rows.append(record.fields.map { String(decoding: $0, as: UTF8.self) })
    }
    guard let first = rows.first else { return }
    // Names of columns are no numbers.
    hasHeader = !first.contains { Double($0) != nil }
    let records = rows.dropFirst(hasHeader ? 1 : 0).filter { $0.count == first.count }
    choose(
      first.indices.map { place in
        Column(name: hasHeader ? first[place] : "\(place + 1)", values: records.map { $0[place] })
      })
  }

  private static func jsonColumns(_ path: String) throws -> [Column] {
    let lines = try LineReader(path: path)
    var columns: [Column] = []
    var read = 0
    while read < sample, try lines.next() {
      var scanner = JSONScanner(UnsafeRawBufferPointer(lines.line), loneSurrogates: .replaced)
      guard case .object(let members)? = try? scanner.value() else { continue }
      read += 1
      for member in members {
        let value: String
        switch member.value {
        case .string(let bytes): value = String(decoding: bytes, as: UTF8.self)
        case .number(let number): value = number
        case .bool(let flag): value = "\(flag)"
        case .array, .object, .null: continue
        }
        if let place = columns.firstIndex(where: { $0.name == member.key }) {
          columns[place].values.append(value)
        } else if columns.count < 100 {
          columns.append(Column(name: member.key, values: [value]))
        }
      }
    }
    return columns
  }

  /// A blank line between documents where there is any in the first lines, else a document a line.
  private static func documents(_ path: String) throws -> CorpusFormat.TextDocuments {
    let lines = try LineReader(path: path)
    var read = 0
    while read < 10_000, try lines.next() {
      read += 1
      if read > 1, lines.line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return .blankLine }
    }
    return read > 1 ? .line : .blankLine
  }
}
