import NeuronPreferences

/// The files of one recording, of all ranks and parts: one text.
public struct RecordingSet: Sendable {
  /// The files, by their first document, so that the order in which they were named does not matter.
  public let recordings: [Recording]
  /// What the first of them says of itself. The others say the same, but for rank, part, the names of weights and text,
  /// and the recorder's version.
  public var facts: RecordingFacts { recordings[0].facts }
  /// Number of token ids.
  public let vocabularySize: Int
  /// Where each document lies, by rising index.
  let places: [Place]

  struct Place: Sendable {
    let index: Int
    /// Position of the file, and of the document in it.
    let recording, position: Int
  }

  /// Number of documents.
  public var documentCount: Int { places.count }

  /// Opens the files and makes sure that they belong together.
  ///
  /// - Throws: ``RecordingError``.
  /// - Precondition: there is at least one path.
  public init(paths: [String]) throws(RecordingError) {
    precondition(!paths.isEmpty)
    var opened: [Recording] = []
    for path in paths { opened.append(try Recording(path: path)) }
    for other in opened.dropFirst() { try Self.checkTogether(opened[0], other) }
    recordings = opened.sorted { ($0.documents.first ?? 0, $0.path) < ($1.documents.first ?? 0, $1.path) }
    vocabularySize = recordings.reduce(0) { max($0, $1.vocabularySize) }
    var places: [Place] = []
    for (file, recording) in recordings.enumerated() {
      for (position, index) in recording.documents.enumerated() {
        places.append(Place(index: Int(index), recording: file, position: position))
      }
    }
    places.sort { ($0.index, $0.recording) < ($1.index, $1.recording) }
    for (place, next) in zip(places, places.dropFirst()) where place.index == next.index {
      throw .documentTwice(document: next.index, path: recordings[next.recording].path)
    }
    self.places = places
  }

  private static func checkTogether(_ a: Recording, _ b: Recording) throws(RecordingError) {
    func check<Fact: Equatable>(
      _ what: RecordingDifference, _ fact: (Recording) throws(RecordingError) -> Fact
    ) throws(RecordingError) {
      if try fact(a) != fact(b) { throw .notOfOneRecording(what: what, a: a.path, b: b.path) }
    }
    try check(.sites) { $0.facts.sites }
    try check(.policies) { $0.facts.policies }
    try check(.blocks) { $0.facts.blockCount }
    try check(.histogram) { $0.facts.histogramRanges }
    try check(.histogram) { $0.facts.histogramBins }
    try check(.skippedStarts) { $0.facts.skippedStarts }
    try check(.checkpoint) { $0.facts.checkpointHash }
    try check(.lineage) { $0.facts.lineage }
    try check(.corpus) { $0.facts.corpusHash }
    try check(.tokenizer) { $0.facts.tokenizerHash }
    try check(.tokenizer) { $0.facts.joining }
    try check(.tokenizer) { $0.facts.unknownToken }
    try check(.tokenizer) { $0.special }
    try check(.world) { $0.facts.world }
    try check(.alignment) { $0.alignment.name }
    try check(.vocabulary) { $0.vocabulary.map { Array($0.bytes) } }
    try check(.vocabulary) { $0.vocabulary.map { Array($0.starts) } }
    for policy in a.facts.policies {
      try check(.thresholds) { recording throws(RecordingError) in try recording.thresholds(of: policy) }
    }
  }

  /// Whether the files name their tokens; else ``tokenNames()`` gives numbers.
  public var namesTokens: Bool { recordings.contains { ($0.vocabulary?.count ?? 0) > 0 } }

  /// The name of every token id.
  public func tokenNames() -> [String] {
    // Without names of their own, files know different numbers of ids.
    recordings.first { $0.vocabularySize == vocabularySize }?.tokenNames() ?? []
  }

  /// The document at that place of the rising order.
  public func document(at place: Int) -> RecordedDocument {
    recordings[places[place].recording].document(at: places[place].position)
  }

  /// Whether every rank's file is there, so that the text is whole as far as ranks go.
  public var hasAllRanks: Bool { Set(recordings.map(\.facts.rank)).count == facts.world }
}
