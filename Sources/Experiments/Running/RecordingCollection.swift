import Corpora
import Files
import Kernels
import NeuronPreferences
import Recordings
import Tagging

/// Snapshots of a recording: what was recorded elsewhere, tagged here and counted by the same code as what our own
/// engines read.
public struct RecordingCollection: Sendable {
  /// The files.
  public let recordings: RecordingSet
  /// Label of the stage.
  public var stage: String
  /// What tags the words of the recorded texts; nil for none.
  public var tagger: PartOfSpeechTagger?
  /// How the recorded texts are cut into words to be tagged. Texts that the tokenizer's pieces spell as words
  /// are cut at white space.
  public var tokenization = Tokenization.english
  /// Which of the recorded policies give a snapshot, in this order; all unless changed.
  public var policies: [CollectionPolicy]

  /// Documents tagged together.
  private static let batch = 256

  /// Opens the files, in any order.
  ///
  /// - Throws: `RecordingError`.
  public init(paths: [String], stage: String) throws(RecordingError) {
    recordings = try RecordingSet(paths: paths)
    self.stage = stage
    policies = recordings.facts.policies
  }

  /// Counts the recorded documents and returns the snapshots to write, one a policy.
  ///
  /// - Parameter progress: called with the number of tokens so far; what it throws stops the collection.
  /// - Throws: `RecordingError`, `CollectionError`.
  public func run(workers: Workers, progress: (Int) throws -> Void) throws -> [SnapshotDraft] {
    let tagNames = tagger?.tagNames(.xpos) ?? []
    let tagIDs = Dictionary(uniqueKeysWithValues: tagNames.enumerated().map { ($1, Int32($0)) })
    let plans = try policies.map { try recordings.plan(for: $0, tagCount: tagNames.count) }
    var collectors = plans.map { PreferenceCollector(plan: $0) }
    if recordings.hasAllRanks {
      let covered = PreferenceCollector.blocks(ofShard: 0, of: 1, blockCount: recordings.facts.blockCount)
      for index in collectors.indices { collectors[index].cover(blocks: covered) }
    }
    var digest = TextDigest()
    var (tokens, tagged) = (0, 0)
    for start in stride(from: 0, to: recordings.documentCount, by: Self.batch) {
      let range = start..<min(start + Self.batch, recordings.documentCount)
      let results = IndexedResults(
        range.map { _ in Part(document: nil, preferences: .success([]), tagged: 0) })
      workers.forEach(range.count) { index in
        results.values[index] = part(at: range.lowerBound + index, plans: plans, tagIDs: tagIDs)
      }
      for part in results.values {
        let preferences = try part.preferences.get()
        for index in collectors.indices { collectors[index].absorb(preferences[index]) }
        if let document = part.document {
          digest.add(document)
          tokens += document.tokens.count
        }
        tagged += part.tagged
      }
      try progress(tokens)
    }
    try recordings.addMoments(to: &collectors)
    let origin = origin(textDigest: digest.hexDigest(), tagged: tagged)
    let names = recordings.tokenNames()
    return collectors.map { $0.draft(origin: origin, vocabulary: names, tagNames: tagNames) }
  }

  private struct Part {
    let document: RecordedDocument?
    let preferences: Result<[DocumentPreferences], RecordingError>
    let tagged: Int
  }

  private func part(at place: Int, plans: [CollectionPlan], tagIDs: [String: Int32]) -> Part {
    let document = recordings.document(at: place)
    let tags = tagger.map { tagger in pieceTags(of: document, tagger, tagIDs) }
    do throws(RecordingError) {
      let preferences = try recordings.preferences(at: place, document, tags: tags, plans: plans)
      return Part(
        document: document, preferences: .success(preferences), tagged: tags?.count { $0 >= 0 } ?? 0)
    } catch {
      return Part(document: nil, preferences: .failure(error), tagged: 0)
    }
  }

  /// The tag of each token, that of the word it lies in.
  private func pieceTags(
    of document: RecordedDocument, _ tagger: PartOfSpeechTagger, _ tagIDs: [String: Int32]
  ) -> [Int32] {
    let none = [Int32](repeating: -1, count: document.tokens.count)
    guard let aligned = document.text else { return none }
    var text = Document(
      text: String(decoding: aligned.text, as: UTF8.self),
      tokenization: aligned.isCutAtBlanks ? .whitespace : tokenization)
    guard text.count > 0 else { return none }
    _ = tagger.addTags(to: &text, tagSet: .xpos)
    let tags = text.tags?.map { tagIDs[$0] ?? -1 } ?? []
    return zip(text.words(ofPieces: aligned.spans), document.isCounted).map { word, isCounted in
      isCounted ? word.map { tags[$0] } ?? -1 : -1
    }
  }

  private func origin(textDigest: String, tagged: Int) -> SnapshotOrigin {
    let facts = recordings.facts
    var origin = SnapshotOrigin(
      stage: stage, checkpoint: facts.checkpoint, checkpointHash: facts.checkpointHash,
      lineage: facts.lineage.isEmpty ? [] : [facts.lineage], corpus: facts.corpus,
      corpusHash: facts.corpusHash.isEmpty ? textDigest : facts.corpusHash, tokenizer: facts.tokenizerHash,
      program: facts.recorder)
    if let tagger {
      origin.tagger = tagger.provenance
      origin.notes["tags_from_input"] = "0"
      origin.notes["tags_from_tagger"] = "\(tagged)"
    }
    return origin
  }
}

/// Names a recorded text: its documents' places and token ids.
private struct TextDigest {
  private var digest = SHA256()

  mutating func add(_ document: RecordedDocument) {
    withUnsafeBytes(of: Int64(document.index).littleEndian) { digest.update($0) }
    withUnsafeBytes(of: Int64(document.tokens.count).littleEndian) { digest.update($0) }
    document.tokens.withUnsafeBytes { digest.update($0) }
  }

  func hexDigest() -> String { digest.hexDigest() }
}
