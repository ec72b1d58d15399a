import NeuronPreferences
import Runs
import Statistics

/// What a run's snapshots say about transfer: how preferences form (RQ1), what carries over to new text (RQ2),
/// what fine-tuning forgets and gains (RQ3).
///
/// Stages are compared in the order of the run, each with the one before it under the same policy.
public struct RunReport: Sendable, Encodable {
  /// The run's name.
  public let name: String
  /// How the numbers come about.
  public let method: ReportMethod
  /// The stages, in order.
  public let stages: [StageReport]
  /// The trainings, from `metrics.jsonl`; empty where there is none.
  public let training: [TrainingMetrics.Curve]
  /// The epochs of pretraining that were collected, rising; empty where none were.
  public let epochs: [CollectedEpoch]
  /// Lines of `metrics.jsonl` that could not be read.
  public let unreadMetrics: Int
  /// Parts of speech, for each text that was tagged.
  public let tags: [TagReport]
  /// The comparisons, in order.
  public let comparisons: [Section]
  /// Neighbouring stages that were not compared.
  public let skipped: [SkippedPair]

  /// A comparison with what its question asks for besides.
  public struct Section: Sendable, Encodable {
    /// The comparison.
    public let comparison: ComparisonReport
    /// For a change of text: who faces unknown tokens.
    public let unknown: UnknownInput?
    /// What became of lengths.
    public let lengths: LengthReport
  }

  /// Two stages in a row that can't be compared, and why.
  public struct SkippedPair: Sendable, Encodable {
    /// What keeps them apart.
    public enum Reason: String, Sendable, Encodable {
      /// They have different neurons.
      case sites
      /// Their checkpoints come from different trainings, so neuron numbers don't mean the same.
      case unrelated
      /// Different tokenizers cut their texts.
      case tokenizers
    }
    /// Label of the first stage.
    public let a: String
    /// Label of the second.
    public let b: String
    /// What keeps them apart.
    public let reason: Reason
  }

  /// How moves between stages fall as perplexity does.
  public struct Convergence: Sendable {
    /// Steps between neighbouring epochs, or for want of these between stages of one training, with a perplexity at
    /// their end.
    public let steps: Int
    /// Spearman's correlation, over these steps, of the mean move beyond chance and the perplexity at their end.
    public let rankCorrelation: Double
  }

  /// Whether preferences converge as perplexity does; nil of fewer than three steps.
  public var convergence: Convergence? {
    let neighbours = epochs.compactMap { epoch -> (move: Double, perplexity: Double)? in
      guard let move = epoch.meanEffect?.value, let perplexity = epoch.perplexity else { return nil }
      return (move, perplexity)
    }
    return Self.convergence(neighbours) ?? Self.convergence(stageSteps)
  }

  private static func convergence(_ steps: [(move: Double, perplexity: Double)]) -> Convergence? {
    Statistics.rankCorrelation(steps.map(\.move), steps.map(\.perplexity))
      .map { Convergence(steps: steps.count, rankCorrelation: $0) }
  }

  /// The moves between stages of one training, each with the perplexity at its end.
  private var stageSteps: [(move: Double, perplexity: Double)] {
    let perplexities = training.lazy.flatMap(\.epochs).reduce(into: [Int: Double]()) { known, epoch in
      if let perplexity = epoch.perplexity { known[epoch.epoch] = perplexity }
    }
    return sections(.learning).compactMap { section -> (move: Double, perplexity: Double)? in
      guard let move = section.comparison.meanEffect?.value,
        let epoch = stages.first(where: { $0.label == section.comparison.b })?.epoch,
        let perplexity = perplexities[epoch]
      else { return nil }
      return (move, perplexity)
    }
  }

  /// The comparisons that answer a question.
  public func sections(_ question: ComparisonReport.Question) -> [Section] {
    comparisons.filter { $0.comparison.question == question }
  }

  private enum CodingKeys: String, CodingKey {
    case name, method, stages, training, epochs, tags, comparisons, skipped
    case unreadMetrics = "unread_metrics"
  }
}
