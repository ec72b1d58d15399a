import NeuronPreferences
import Sites
import TensorFiles

extension Recording {
  /// Opens the recording at `path` and checks all of it. O(file).
  ///
  /// - Throws: ``RecordingError``.
  public init(path: String) throws(RecordingError) {
    do throws(TensorFileError) {
      file = try SafetensorsFile(path: path)
    } catch {
      throw .file(error)
    }
    facts = try RecordingFacts(metadata: file.metadata, path: path)
    let checker = RecordingChecker(path: path)
    documents = try file.recorded("document.index", shape: [nil])
    try checker.checkRising("document.index", documents, within: 0...Self.lastDocument)
    ids = try file.recorded("token.id", shape: [nil])
    counted = try file.recorded("token.counted", shape: [ids.count])
    try checker.check("token.counted", counted) { $0 <= 1 }
    starts = try file.recorded("document.starts", shape: [documents.count + 1])
    try checker.checkStarts("document.starts", starts, end: ids.count)
    special = Set(try file.recorded("special", of: Int64.self, shape: [nil]).lazy.map { Int32(clamping: $0) })
    vocabulary = try Self.text("vocabulary", of: file, count: nil, checker)
    alignment = try Self.alignment(of: file, documents: documents.count, tokens: ids.count, starts, checker)
    if let vocabulary {
      vocabularySize = vocabulary.count
      guard (1...CollectionPlan.featureLimit).contains(vocabularySize) else {
        throw .inconsistent(path: path, tensor: "vocabulary.text_starts", index: vocabularySize)
      }
    } else {
      vocabularySize = Int(min(ids.max() ?? 0, Int32(Self.unnamedTokenLimit - 1))) + 1
    }
    let size = vocabularySize
    try checker.check("token.id", ids) { $0 >= 0 && $0 < size }
    var events: [EventColumns] = []
    for policy in facts.policies {
      for site in facts.sites.sites {
        events.append(try Self.events(policy, site, of: file, starts, counted, checker))
      }
    }
    self.events = events
  }

  /// The largest document index.
  static let lastDocument = Int64(1) << 40

  private static func text(
    _ name: String, of file: SafetensorsFile, count: Int?, _ checker: RecordingChecker
  ) throws(RecordingError) -> PackedText? {
    guard file.tensor(named: name + ".text") != nil else { return nil }
    let bytes = try file.recorded(name + ".text", of: UInt8.self, shape: [nil])
    let starts = try file.recorded(name + ".text_starts", of: Int64.self, shape: [count.map { $0 + 1 }])
    try checker.checkStarts(name + ".text_starts", starts, end: bytes.count)
    return PackedText(bytes: bytes, starts: starts)
  }

  private static func alignment(
    of file: SafetensorsFile, documents: Int, tokens: Int, _ starts: MappedColumn<Int64>,
    _ checker: RecordingChecker
  ) throws(RecordingError) -> Alignment {
    if let text = try text("document", of: file, count: documents, checker) {
      let spans = try file.recorded("token.span", of: Int32.self, shape: [tokens, 2])
      try checker.checkSpans("token.span", spans, documents: starts, text: text)
      return .spans(spans, text)
    }
    guard file.tensor(named: "token.word") != nil else { return .pieces }
    return .words(try file.recorded("token.word", shape: [tokens]))
  }

  private static func events(
    _ policy: CollectionPolicy, _ site: SiteList.Site, of file: SafetensorsFile,
    _ documents: MappedColumn<Int64>, _ counted: MappedColumn<UInt8>, _ checker: RecordingChecker
  ) throws(RecordingError) -> EventColumns {
    let prefix = "\(policy)/\(site.name)/"
    let counts = try file.recorded(prefix + "count", of: Int32.self, shape: [counted.count])
    let neurons = try file.recorded(prefix + "neuron", of: Int32.self, shape: [nil])
    let values = try file.recorded(prefix + "value", of: Float.self, shape: [neurons.count])
    let starts = try checker.checkEvents(
      prefix, counts: counts, neurons: neurons, limit: site.neurons, counted: counted, documents: documents)
    try checker.check(prefix + "value", values) { $0.isFinite }
    return EventColumns(counts: counts, starts: starts, neurons: neurons, values: values)
  }
}
