import Corpora
import NeuronPreferences
import Runs
import Settings
import TensorFiles

extension RunReport {
  /// Reads a run's snapshots and metrics, and measures them. Needs `name` and `[[stages]]` of `run.toml` only; stages of
  /// what `[[finetune]]` makes count as fine-tuned also where the checkpoints are absent.
  ///
  /// O(permutations · entries), divided among `threads`; the numbers don't depend on how many.
  ///
  /// - Throws: `SettingsError`, `SnapshotError`, `CorpusError`, `ReportError`.
  public init(_ folder: RunFolder, method: ReportMethod = ReportMethod(), threads: Int = 1) throws {
    let root = try SettingsTable(contentsOf: folder.settings)
    let opened = try Self.open(root, folder)
    let stages = try opened.map { stage in
      try StageReport(
        stage.snapshot, judged: stage.judged, epoch: stage.epoch, support: method.minimumSupport)
    }
    let labels = stages.map(\.label)
    var sections: [Section] = []
    var skipped: [SkippedPair] = []
    for (a, b) in Self.pairs(opened) {
      let (first, second) = (opened[a].snapshot, opened[b].snapshot)
      if let reason = Self.obstacle(first, second) {
        skipped.append(SkippedPair(a: labels[a], b: labels[b], reason: reason))
        continue
      }
      guard let question = Self.question(opened[a], opened[b]) else { continue }
      let isJudgedAlike = opened[a].judged.policy == opened[b].judged.policy
      let judged = isJudgedAlike ? (opened[a].judged, opened[b].judged) : (first, second)
      let comparison = try ComparisonReport(
        question, counted: (first, second), judged: judged, labels: (labels[a], labels[b]), method: method,
        threads: threads)
      let unknown =
        question == .domain
        ? try UnknownInput(
          judged.0, judged.1, unknown: Self.unknownToken(folder), comparison.transfer, method: method) : nil
      sections.append(
        Section(
          comparison: comparison, unknown: unknown,
          lengths: LengthReport(counted: comparison.counted, judged: comparison.transfer, method: method)))
    }
    if sections.isEmpty { throw ReportError.nothingToCompare(path: folder.path, stages: stages.count) }
    let metrics = try TrainingMetrics(folder)
    name = try root.string("name") ?? folder.name
    self.method = method
    self.stages = stages
    training = metrics.curves
    epochs = try CollectedEpoch.all(folder, training: metrics, method: method, threads: threads)
    unreadMetrics = metrics.unreadLines
    tags = try Self.tagShares(zip(labels, opened.map(\.snapshot)).map { ($0, $1) }, method)
    comparisons = sections
    self.skipped = skipped
  }

  /// A stage that was opened, with what its checkpoint's file says.
  private struct OpenedStage {
    /// The snapshot that the method's counts are taken from.
    let snapshot: Snapshot
    /// The one that neurons are judged on.
    let judged: Snapshot
    let epoch: Int?
    let isFinetuned: Bool
  }

  private static func open(_ root: SettingsTable, _ folder: RunFolder) throws -> [OpenedStage] {
    let names = try root.tables("stages").map { try StageList.Entry($0).name }
    for name in names {
      let path = folder.snapshot(name)
      guard folder.exists(path) else { throw ReportError.missingSnapshot(stage: name, path: path) }
    }
    let finetuned = Set(try root.oneOrMoreTables("finetune").map(FinetuneSettings.name))
    let snapshots = try StageSnapshots(names, of: names, folder)
    return try zip(snapshots.counted, snapshots.judged).map { snapshot, judged in
      let facts = try checkpointFacts(snapshot, folder)
      return OpenedStage(
        snapshot: snapshot, judged: judged, epoch: facts["epoch"].flatMap(Int.init),
        isFinetuned: facts["parent"] != nil || finetuned.contains(snapshot.origin.checkpoint))
    }
  }

  /// The metadata of a stage's checkpoint, where the run still has it and it is sound.
  ///
  /// - Throws: `TensorFileError.file` where it is there and can't be read: a report must not depend on that.
  private static func checkpointFacts(
    _ snapshot: Snapshot, _ folder: RunFolder
  ) throws(TensorFileError) -> [String: String] {
    let name = snapshot.origin.checkpoint
    guard RunNames.staysInside(name), folder.exists(folder.checkpoint(name)) else { return [:] }
    do throws(TensorFileError) {
      return try SafetensorsFile(path: folder.checkpoint(name)).metadata
    } catch .file(let error) {
      throw .file(error)
    } catch {
      return [:]
    }
  }

  /// Every stage with the one before it under the same policy. One that was fine-tuned passes over others that were
  /// fine-tuned from the same checkpoint: neither came from the other.
  private static func pairs(_ stages: [OpenedStage]) -> [(Int, Int)] {
    stages.indices.compactMap { later in
      stages.indices.last {
        $0 < later && stages[$0].snapshot.policy == stages[later].snapshot.policy
          && !(stages[$0].isFinetuned && stages[later].isFinetuned
            && stages[$0].snapshot.origin.isSibling(of: stages[later].snapshot.origin))
      }.map { ($0, later) }
    }
  }

  private static func obstacle(_ a: Snapshot, _ b: Snapshot) -> SkippedPair.Reason? {
    if a.sites != b.sites { return .sites }
    if a.tokenizerRelation(to: b) == .different { return .tokenizers }
    return a.origin.relation(to: b.origin) == .unrelated ? .unrelated : nil
  }

  /// What lies between two stages; nil for nothing at all.
  private static func question(_ a: OpenedStage, _ b: OpenedStage) -> ComparisonReport.Question? {
    let (before, after) = (a.snapshot.origin, b.snapshot.origin)
    let isSameText = a.snapshot.hasSameText(as: b.snapshot)
    if !before.checkpointHash.isEmpty, before.checkpointHash == after.checkpointHash {
      return isSameText ? nil : .domain
    }
    if b.isFinetuned && !a.isFinetuned { return .tuning }
    return isSameText ? .learning : .unknown
  }

  /// The token for words outside of the vocabulary.
  private static func unknownToken(_ folder: RunFolder) throws -> String {
    guard folder.exists(folder.vocabulary) else { return "<unk>" }
    do {
      let vocabulary = try Vocabulary(contentsOf: folder.vocabulary)
      return vocabulary.unknownID.map { vocabulary.tokens[Int($0)] } ?? "<unk>"
    } catch is CorpusError {
      return "<unk>"
    }
  }

  /// The tags of each text that more than nothing is known of, its stages in order.
  private static func tagShares(
    _ stages: [(label: String, snapshot: Snapshot)], _ method: ReportMethod
  ) throws -> [TagReport] {
    var groups: [[(label: String, snapshot: Snapshot)]] = []
    func key(_ snapshot: Snapshot) -> [String] {
      [
        snapshot.origin.corpus, snapshot.origin.corpusHash, snapshot.policy.description,
        snapshot.sites.description,
      ]
    }
    for stage in stages where stage.snapshot.tags != nil {
      if let group = groups.firstIndex(where: { key($0[0].snapshot) == key(stage.snapshot) }) {
        groups[group].append(stage)
      } else {
        groups.append([stage])
      }
    }
    return try groups.compactMap { try TagReport($0, method: method) }
  }
}
