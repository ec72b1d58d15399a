/// Where a snapshot comes from, as far as the collector can't know it by itself.
public struct SnapshotOrigin: Hashable, Sendable {
  /// Label of the stage, e.g. `zero-shot`.
  public var stage: String
  /// Name of the checkpoint, e.g. `checkpoints/epoch-12.safetensors`.
  public var checkpoint: String
  /// SHA-256 of the checkpoint file, in hexadecimal.
  public var checkpointHash: String
  /// Identifiers of the checkpoint's training and of those that it descends from. Neuron indices mean the
  /// same in two checkpoints only if they share one. Without blanks.
  public var lineage: [String]
  /// SHA-256 of the checkpoint that this one was trained from and was compared with on the same text; empty
  /// if it was not.
  public var parentHash: String
  /// Name of the corpus.
  public var corpus: String
  /// SHA-256 of the corpus as it was read, in hexadecimal. Equal hashes mean the same text.
  public var corpusHash: String
  /// Which tokenizer cut the text.
  public var tokenizer: String
  /// Which tagger tagged it, empty if none did.
  public var tagger: String
  /// Seed of whatever was random.
  public var seed: UInt64
  /// Program and version.
  public var program: String
  /// Whether the snapshot was made from records that don't say how many neurons there are: it may have more,
  /// which never won.
  public var countsOnlySeenNeurons: Bool
  /// Anything else worth keeping, e.g. the share of tags that came with the text.
  public var notes: [String: String]

  /// Notes that count something in the text, and so add up where parts of a collection are merged.
  public static let countingNotes = ["tags_from_input", "tags_from_tagger"]

  /// Describes where a snapshot comes from.
  public init(
    stage: String, checkpoint: String = "", checkpointHash: String = "", lineage: [String] = [],
    parentHash: String = "", corpus: String = "", corpusHash: String = "", tokenizer: String = "",
    tagger: String = "",
    seed: UInt64 = 0, program: String = "", countsOnlySeenNeurons: Bool = false,
    notes: [String: String] = [:]
  ) {
    precondition(!lineage.contains { $0.isEmpty || $0.contains(" ") }, "identifiers have no blanks")
    self.stage = stage
    self.checkpoint = checkpoint
    self.checkpointHash = checkpointHash
    self.lineage = lineage
    self.parentHash = parentHash
    self.corpus = corpus
    self.corpusHash = corpusHash
    self.tokenizer = tokenizer
    self.tagger = tagger
    self.seed = seed
    self.program = program
    self.countsOnlySeenNeurons = countsOnlySeenNeurons
    self.notes = notes
  }
}

/// Whether neurons of two snapshots can be told to be the same ones.
public enum LineageRelation: String, Sendable, Codable {
  /// Both were taken from one checkpoint, or their checkpoints share an ancestor.
  case related
  /// Their checkpoints name their trainings, which have no ancestor in common: comparing neuron by neuron means nothing.
  case unrelated
  /// One of them doesn't say where it comes from.
  case unknown
}

extension SnapshotOrigin {
  private static let fileMark = "file:"

  /// What ``lineage`` has for an ancestor that was made elsewhere and is known by the SHA-256 of its file only. It
  /// tells which snapshots are related; two different ones tell nothing, for nobody knows where they come from.
  public static func identifier(ofFileWith digest: String) -> String { fileMark + digest }

  /// Whether its checkpoint was trained from the other's, as far as its collection read the text with both.
  public func isTrained(from other: SnapshotOrigin) -> Bool {
    !parentHash.isEmpty && parentHash == other.checkpointHash
  }

  /// Whether both checkpoints were trained from one and the same, and are two.
  public func isSibling(of other: SnapshotOrigin) -> Bool {
    !parentHash.isEmpty && parentHash == other.parentHash && checkpointHash != other.checkpointHash
  }

  /// How the checkpoints of two snapshots are related.
  public func relation(to other: SnapshotOrigin) -> LineageRelation {
    if !checkpointHash.isEmpty, checkpointHash == other.checkpointHash { return .related }
    if !identifiers.isDisjoint(with: other.identifiers) { return .related }
    return namesTraining && other.namesTraining ? .unrelated : .unknown
  }

  private var identifiers: Set<Substring> {
    Set(lineage.map { $0.hasPrefix(Self.fileMark) ? $0.dropFirst(Self.fileMark.count) : Substring($0) })
  }

  /// Whether it says which training its checkpoint comes from. A checkpoint made elsewhere says nothing: its lineage is
  /// itself, and that of its ancestors.
  private var namesTraining: Bool {
    lineage.contains { $0 != checkpointHash && $0 != parentHash && !$0.hasPrefix(Self.fileMark) }
  }
}
