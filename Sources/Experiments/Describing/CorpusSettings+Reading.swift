import Corpora
import NeuronPreferences
import Runs
import Settings

extension RunCorpus {
  init(_ table: SettingsTable, folder: RunFolder) throws {
    try table.rejectUnknownKeys(allowed: [
      "path", "format", "documents", "end_of_line", "tokenization", "text", "tags", "label", "id", "header",
      "positive_above",
    ])
    let path = try table.required("path", table.string("path"))
    guard RunNames.staysInside(path) else {
      throw table.invalid("path", "a path is relative to the run's folder and stays inside it")
    }
    var corpus = CorpusDescription(path: folder.resolve(path))
    if let name = try table.string("format") {
      guard let kind = CorpusFormat.kinds.first(where: { $0.name == name }) else {
        let names = CorpusFormat.kinds.map(\.name)
        throw table.invalid(
          "format", "a format is \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
      }
      corpus.format = kind.format
    }
    if let documents = try table.string("documents") {
      switch documents {
      case "blank-line": corpus.format = .text(documents: .blankLine)
      case "line": corpus.format = .text(documents: .line)
      case "file", "stream": corpus.format = .text(documents: .file)
      default:
        throw table.invalid(
          "documents", "documents end at a blank-line, a line or the file, or are one stream")
      }
    }
    corpus.endOfLine = try table.string("end_of_line")
    if corpus.endOfLine != nil, corpus.format != .text(documents: .file) {
      throw table.invalid("end_of_line", "lines end in a token where documents = \"stream\"")
    }
    if let name = try table.string("tokenization") {
      guard let tokenization = Tokenization(rawValue: name) else {
        throw table.invalid("tokenization", "a tokenization is english, whitespace or characters")
      }
      corpus.tokenization = tokenization
    }
    if let column = try table.string("text") { corpus.textColumn = CorpusColumn(column) }
    if let column = try table.string("tags") { corpus.tagColumn = CorpusColumn(column) }
    if let column = try table.string("label") { corpus.labelColumn = CorpusColumn(column) }
    if let column = try table.string("id") { corpus.idColumn = CorpusColumn(column) }
    if let header = try table.bool("header") { corpus.header = header }
    description = corpus
    positiveAbove = try table.double("positive_above") ?? 0.5
  }
}

extension VocabularySettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["corpus", "limit", "minimum_count"])
    corpora = try table.required("corpus", table.oneOrMoreStrings("corpus"))
    guard !corpora.isEmpty else { throw table.invalid("corpus", "words are counted in at least one corpus") }
    limit = try table.integer("limit", in: 3...10_000_000)
    minimumCount = try table.integer("minimum_count", in: 1...1_000_000) ?? 1
  }
}

extension SettingsTable {
  /// An integer within a range, nil if the key isn't there.
  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let value = try integer(key) else { return nil }
    guard range.contains(value) else {
      throw invalid(
        key,
        range.upperBound == .max
          ? "a number of at least \(range.lowerBound)"
          : "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
