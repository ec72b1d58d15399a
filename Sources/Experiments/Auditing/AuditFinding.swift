/// Something about stages that whoever compares them should know. Only what the files show is claimed.
public enum AuditFinding: Equatable, Sendable {
  /// The second has the weights of the first, tensor by tensor under the same names.
  case sameWeights(String, String)
  /// The second has the tensors of the first under other names.
  case renamedCopy(String, String)
  /// A whole file of a stage's weights is another stage's, while its other tensors differ: layers that were frozen, or
  /// a file of the wrong stage.
  case sharedShard(stage: String, file: String, of: String, tensors: Int, others: Int)
  /// Some tensors are another stage's: what was not trained, or what was mixed up.
  case partlySame(String, String, tensors: Int, of: Int)
  /// A stage's index says that a tensor lies in another file than the one that holds it.
  case misplacedTensor(stage: String, tensor: String, expected: String, found: String)
  /// The folder's name says another step than the trainer's own record in it.
  case otherStep(stage: String, folder: Int, recorded: Int)
  /// The models are not built alike.
  case differentArchitectures(String, String, part: String, a: String, b: String)
  /// The tokenizers cut text differently, or have the same tokens in files that differ.
  case differentTokenizers(String, String, hasSameTokens: Bool)
  /// Nothing that lies beside the stage cuts text into its tokens.
  case noTokenizer(String)
  /// No parameter that begins as zero or one has moved from it.
  case untrainedNorms(String, tensors: Int)
  /// All recurrent weights lie evenly within the bounds that they are drawn from.
  case untrainedRecurrence(String, tensors: Int, bound: Double)
  /// The norms of so many of a stage's tensors lie off the line between the stages around it.
  case offTrend(String, tensors: Int, of: Int)
  /// A tensor has numbers that are infinite or none.
  case notFinite(stage: String, tensor: String)

  /// Whether it puts a comparison in doubt; else it is only worth knowing.
  public var isWarning: Bool {
    switch self {
    case .partlySame, .noTokenizer: false
    case .differentTokenizers(_, _, let hasSameTokens): !hasSameTokens
    default: true
    }
  }

  /// What it is called in files.
  public var kind: String {
    switch self {
    case .sameWeights: "same-weights"
    case .renamedCopy: "renamed-copy"
    case .sharedShard: "shared-shard"
    case .partlySame: "partly-same"
    case .misplacedTensor: "misplaced-tensor"
    case .otherStep: "other-step"
    case .differentArchitectures: "different-architectures"
    case .differentTokenizers: "different-tokenizers"
    case .noTokenizer: "no-tokenizer"
    case .untrainedNorms, .untrainedRecurrence: "untrained"
    case .offTrend: "off-trend"
    case .notFinite: "not-finite"
    }
  }

  /// The stages that it is about.
  public var stages: [String] {
    switch self {
    case .sameWeights(let a, let b), .renamedCopy(let a, let b), .partlySame(let a, let b, _, _),
      .differentArchitectures(let a, let b, _, _, _), .differentTokenizers(let a, let b, _):
      [a, b]
    case .sharedShard(let stage, _, let other, _, _): [stage, other]
    case .misplacedTensor(let stage, _, _, _), .otherStep(let stage, _, _), .noTokenizer(let stage),
      .untrainedNorms(let stage, _), .untrainedRecurrence(let stage, _, _), .offTrend(let stage, _, _),
      .notFinite(let stage, _):
      [stage]
    }
  }
}
