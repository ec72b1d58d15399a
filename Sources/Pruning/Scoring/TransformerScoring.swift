import Kernels
import Transformers

/// Scores one transformer under many masks on one split: each mask is a model that holds other activations and shares
/// the weights. All threads work on one mask; results don't depend on their number.
public final class TransformerScoring: PrunedScoring {
  /// The model.
  public let model: Transformer
  private let text: ScoredText
  private let window: (length: Int, overlap: Int)
  private let means: () throws -> SiteMeans
  private let workers: Workers
  private let isCancelled: () -> Bool

  /// Prepares the scoring; nothing is computed.
  ///
  /// - Parameters:
  ///   - window: how many tokens are read at once, and how many of them each window but the first reads again as
  ///     context, where tokens are predicted; a classifier reads the first window of a document.
  ///   - means: what activations are held at in the mode ``PruningMode/mean``; asked when it is first needed.
  ///   - isCancelled: asked every few thousand tokens a thread; true stops with ``PruningError/interrupted``.
  public init(
    _ model: Transformer, _ text: ScoredText, window: (length: Int, overlap: Int), workers: Workers,
    means: @escaping () throws -> SiteMeans, isCancelled: @escaping () -> Bool = { false }
  ) {
    (self.model, self.text, self.window) = (model, text, window)
    (self.workers, self.means, self.isCancelled) = (workers, means, isCancelled)
  }

  /// What each document gets from the unpruned model.
  ///
  /// - Throws: ``PruningError/interrupted``, or what reading weights gives.
  public func outcomes() throws -> DocumentOutcomes { try outcomes(of: model) }

  /// What each document gets from the model that holds what the mask prunes.
  ///
  /// - Throws: ``PruningError/differentSites(mask:model:)``, ``PruningError/unfitMode(_:modes:)``,
  ///   ``PruningError/interrupted``, or what reading weights gives.
  public func outcomes(_ mask: PruningMask, mode: PruningMode) throws -> DocumentOutcomes {
    let means = mode == .mean ? try means() : nil
    return try outcomes(of: model.pruned(by: mask, mode: mode, means: means))
  }

  private func outcomes(of model: Transformer) throws -> DocumentOutcomes {
    switch text.task {
    case .tokens:
      let losses = try parts {
        try model.tokenLosses($0, window: window.length, overlap: window.overlap, workers: workers)
      }
      return .losses(
        losses.map { $0.reduce(0) { $0 + ($1 ?? 0) } }, tokens: losses.map { $0.count { $0 != nil } })
    case .binary(let labels):
      // Two outputs are scored like one, their difference.
      let logits = try classLogits(model).map { Double($0.last ?? 0) - ($0.count > 1 ? Double($0[0]) : 0) }
      return .logits(logits, labels: labels)
    case .classes(let labels):
      return .classes(try classLogits(model).map { $0.map(Double.init) }, labels: labels)
    }
  }

  private func classLogits(_ model: Transformer) throws -> [[Float]] {
    try parts(readingUpTo: model.defaultWindow) {
      try model.classificationLogits($0, workers: workers)
    }
  }

  /// The results of all documents, computed for some at a time.
  ///
  /// - Parameter longest: how many tokens of a document are read at most.
  private func parts<Result>(
    readingUpTo longest: Int = .max, _ body: ([[Int32]]) throws -> [Result]
  ) throws -> [Result] {
    let lengths = text.documents.map { min($0.count, longest) }
    let results = try DocumentParts(lengths, threads: workers.threads).ranges.flatMap { part in
      if isCancelled() { throw PruningError.interrupted }
      return try body(Array(text.documents[part]))
    }
    if isCancelled() { throw PruningError.interrupted }
    return results
  }
}
