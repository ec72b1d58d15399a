/// Scores one model on one split, whole and without what masks prune. Recurrent models and transformers are scored
/// alike: all that is made of the outcomes (scores, intervals, controls) knows nothing of the model.
public protocol PrunedScoring: AnyObject {
  /// What each document gets from the unpruned model.
  ///
  /// - Throws: ``PruningError/interrupted``, or what reading weights gives.
  func outcomes() throws -> DocumentOutcomes

  /// What each document gets from the model without what the mask prunes.
  ///
  /// - Throws: ``PruningError``, or what reading weights gives.
  func outcomes(_ mask: PruningMask, mode: PruningMode) throws -> DocumentOutcomes
}

/// The documents of a split, and what a model is to say of them.
public struct ScoredText: Sendable {
  /// What a model is to say of each document.
  public enum Task: Sendable {
    /// The next token, again and again.
    case tokens
    /// Whether it is of class 1; the class of each, 0 or 1.
    case binary([Double])
    /// Which of several classes it is of; the class of each.
    case classes([Int])
  }

  /// Documents of token ids.
  public private(set) var documents: [[Int32]]
  /// What the model is to say of each.
  public private(set) var task: Task

  /// Documents with their task.
  ///
  /// - Precondition: classes are given for each document, or for none.
  public init(documents: [[Int32]], task: Task) {
    switch task {
    case .tokens: break
    case .binary(let labels): precondition(labels.count == documents.count)
    case .classes(let labels): precondition(labels.count == documents.count)
    }
    (self.documents, self.task) = (documents, task)
  }

  /// Classes 0 and 1 of the documents; none where there is another task.
  public var labels: [Double] { if case .binary(let labels) = task { labels } else { [] } }

  /// The documents of these numbers, in this order.
  public func picking(_ numbers: [Int]) -> ScoredText {
    let picked: Task =
      switch task {
      case .tokens: .tokens
      case .binary(let labels): .binary(numbers.map { labels[$0] })
      case .classes(let labels): .classes(numbers.map { labels[$0] })
      }
    return ScoredText(documents: numbers.map { documents[$0] }, task: picked)
  }
}
