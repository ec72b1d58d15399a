import Kernels

/// What the files of several stages say of one another, before anything is made of comparing them.
///
/// Every finding rests on bytes: digests and norms of tensors, digests of tokenizers, configurations, a trainer's own
/// records. What they don't tell stays unknown: of two files from elsewhere nobody knows whether one was trained from
/// the other, unless somebody says so.
public struct StageAudit: Sendable {
  /// One stage's facts.
  public struct Stage: Sendable, Encodable {
    /// What it is called.
    public let name: String
    /// Where it lies.
    public let paths: [String]
    /// What it is.
    public let kind: String
    /// Its parts in a line.
    public let architecture: String
    /// SHA-256 over its tensors by name; of a recording what it says of the weights; nil where that is nothing.
    public let weights: String?
    /// What identifies its tokenizer, nil where nothing does.
    public let tokenizer: String?
    /// Tensors and numbers in them.
    public let tensors, parameters: Int
    /// The Euclidean norm of all weights, nil where they are quantised or not there.
    public let norm: Double?
    /// The trainer's step, if it left one.
    public let step: Int?
    /// What it was trained from, as far as anybody said or a trainer's log shows; nil is unknown.
    public let parent: String?
  }

  /// The stages, in the order in which they were given.
  public let stages: [Stage]
  /// What was found, stage by stage.
  public let findings: [AuditFinding]

  /// Reads the stages' files, several at once. O(bytes); memory for a tensor a thread.
  ///
  /// - Throws: for the first stage that can't be read, what reading it gives.
  public init(_ references: [ModelReference], workers: Workers) throws {
    let results = IndexedResults<Result<AuditedStage, any Error>?>(repeating: nil, count: references.count)
    workers.forEach(references.count) { index in
      results.values[index] = Result { try AuditedStage(references[index]) }
    }
    let read = try results.values.compactMap { try $0?.get() }
    self.init(read)
  }

  init(_ read: [AuditedStage]) {
    stages = read.enumerated().map { place, stage in
      let before = place > 0 ? read[place - 1] : nil
      let isLogged = before.map {
        ModelPlaces.isOneTraining($0.reference.paths[0], stage.reference.paths[0])
      }
      return Stage(
        name: stage.name, paths: stage.reference.paths, kind: stage.kind.rawValue,
        architecture: stage.architecture.map { "\($0.part) \($0.value)" }.joined(separator: ", "),
        weights: stage.print?.digest ?? stage.recordedDigest, tokenizer: stage.tokenizerDigest,
        tensors: stage.print?.tensors.count ?? 0, parameters: stage.print?.parameters ?? 0,
        norm: stage.print?.norm, step: stage.step,
        parent: stage.reference.parent ?? (isLogged == true ? before?.name : nil))
    }
    var findings: [AuditFinding] = []
    for (place, stage) in read.enumerated() {
      findings += Self.findings(alone: stage)
      findings += Self.findings(of: stage, beside: Array(read[..<place]))
    }
    self.findings = findings + Self.offTrend(read)
  }
}
