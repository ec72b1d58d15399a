import Experiments

/// The words of the stage audit.
enum AuditText {
  /// A finding in a sentence that claims no more than the files show.
  static func text(_ finding: AuditFinding) -> String {
    switch finding {
    case .sameWeights(let a, let b):
      "\(b) has the weights of \(a): they are one model, and comparing them shows nothing but their texts"
    case .renamedCopy(let a, let b):
      "\(b) has the weights of \(a) under other names of tensors: it is a copy"
    case .sharedShard(let stage, let file, let other, let tensors, let others):
      "\(stage): all \(tensors) tensors of \(file) are those of \(other), and its \(others) others are not: layers that "
        + "were frozen, or a file of the wrong stage"
    case .partlySame(let a, let b, let tensors, let all):
      "\(b) has \(tensors) of its \(all) tensors in common with \(a), as where parts were frozen"
    case .misplacedTensor(let stage, let tensor, let expected, let found):
      "\(stage): its index says that \(tensor) lies in \(expected), but it lies in \(found): files were swapped or renamed"
    case .otherStep(let stage, let folder, let recorded):
      "\(stage): its folder says step \(folder), the trainer's record in it step \(recorded)"
    case .differentArchitectures(let a, let b, let part, let x, let y):
      "\(a) and \(b) are not built alike: \(part) \(x) and \(y); their neurons can't be compared"
    case .differentTokenizers(let a, let b, true):
      "the tokenizers of \(a) and \(b) are different files with the same tokens, but for more at the end of one: they "
        + "may cut text differently"
    case .differentTokenizers(let a, let b, false):
      "\(a) and \(b) cut text into different tokens: what their neurons prefer can't be compared by tokens"
    case .noTokenizer(let stage): "\(stage): no tokenizer lies beside it"
    case .untrainedNorms(let stage, let tensors):
      "\(stage) looks untrained: all \(tensors) gains and biases are the ones and zeros that models begin with"
    case .untrainedRecurrence(let stage, let tensors, let bound):
      "\(stage) looks untrained: its \(tensors) recurrent matrices lie evenly within ±\(fixed(bound, 4)), as PyTorch "
        + "draws them"
    case .offTrend(let stage, let tensors, let all):
      "\(stage): the norms of \(tensors) of \(all) tensors lie off the line between the stages around it: it may be out "
        + "of order, or of another training"
    case .notFinite(let stage, let tensor): "\(stage): \(tensor) has numbers that are not finite"
    }
  }

  /// Says what a run's files show before they are compared.
  static func tell(_ findings: [AuditFinding]) {
    for finding in findings {
      (finding.isWarning ? MessageStream.warn : MessageStream.note)(text(finding))
    }
  }
}
