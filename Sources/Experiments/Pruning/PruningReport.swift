import NeuronPreferences
import Pruning
import Statistics

/// What taking neurons out does, as far as it is known: grows while a study runs.
public struct PruningReport: Sendable, Equatable, Codable {
  /// One split's scores.
  public struct Split: Sendable, Equatable, Codable {
    /// `train` or `held-out`.
    public var name: String
    /// The corpus.
    public var corpus: String
    /// Documents scored.
    public var documents: Int
    /// Documents of the corpus.
    public var documentsInCorpus: Int
    /// Whether the neurons were chosen by what they do on this very corpus.
    public var wasChosenOn: Bool
    /// The scores before.
    public var unpruned: Measured?
    /// The scores after.
    public var pruned: Measured?
    /// The change from before to after, on the same resamples.
    public var change: [ScoreMetric: PercentileInterval] = [:]
    /// The scores under control masks, in the order of their numbers.
    public var controls: [ControlKind: [PruningScores]] = [:]
    /// Percent of the controls that did worse than the chosen mask.
    public var percentiles: [ControlKind: [ScoreMetric: Double]] = [:]
    /// The scores after fine-tuning under the mask.
    public var recovered: Measured?

    /// Takes a control in.
    mutating func add(_ scores: PruningScores, _ kind: ControlKind) {
      controls[kind, default: []].append(scores)
      guard let own = pruned?.scores, let all = controls[kind] else { return }
      for metric in own.metrics {
        percentiles[kind, default: [:]][metric] = ControlPercentile.percentile(
          of: own, among: all, metric: metric)
      }
    }

    private enum CodingKeys: String, CodingKey {
      case name, corpus, documents
      case documentsInCorpus = "documents_in_corpus"
      case wasChosenOn = "was_chosen_on"
      case unpruned, pruned, change, controls, percentiles, recovered
    }
  }

  /// Scores with their intervals.
  public struct Measured: Sendable, Equatable, Codable {
    /// The scores over all documents.
    public var scores: PruningScores
    /// 95% of the resamples lie in these.
    public var intervals: [ScoreMetric: PercentileInterval]
  }

  /// Something a reader has to know.
  public enum Note: String, Sendable, Codable {
    /// The neurons were listed or marked by hand: what the person looked at is not known.
    case chosenByHand = "chosen by hand"
    /// The checkpoint is the best of its epochs on the held-out corpus.
    case checkpointChosenOnHeldOut = "checkpoint chosen on held-out"
    /// There is no snapshot to match controls by mass.
    case notMatched = "not matched by mass"
    /// All neurons of a site are pruned, so that every control is the same mask.
    case noOtherMask = "no other mask of this size"
  }

  /// The checkpoint.
  public var checkpoint: String
  /// How neurons are taken out.
  public var mode: PruningMode
  /// What the neurons were chosen by.
  public var chosenBy: String
  /// The stages they were chosen by.
  public var stages: [String]
  /// The pruned neurons.
  public var neurons: [String]
  /// All neurons of the model.
  public var neuronsTotal: Int
  /// Numbers in the model.
  public var parameters: Int
  /// Numbers in the pruned model.
  public var parametersPruned: Int
  /// Share of all activation mass that the pruned neurons had at the later stage; nil where it is not known.
  public var massShare: Double?
  /// Random masks of each kind that are asked for.
  public var controls: Int
  /// What everything random derives from.
  public var seed: UInt64
  /// Train, then held-out.
  public var splits: [Split]
  /// What a reader has to know.
  public var notes: [Note]

  /// The share of the work that is done, from 0 to 1.
  public var progress: Double {
    let kinds = notes.contains(.notMatched) ? 1 : ControlKind.allCases.count
    let wanted = splits.count * (2 + controls * kinds)
    let done = splits.reduce(0) { sum, split in
      sum + (split.unpruned == nil ? 0 : 1) + (split.pruned == nil ? 0 : 1)
        + split.controls.values.reduce(0) { $0 + $1.count }
    }
    return wanted > 0 ? Double(done) / Double(wanted) : 1
  }

  private enum CodingKeys: String, CodingKey {
    case checkpoint, mode
    case chosenBy = "chosen_by"
    case stages, neurons
    case neuronsTotal = "neurons_total"
    case parameters
    case parametersPruned = "parameters_pruned"
    case massShare = "mass_share"
    case controls, seed, splits, notes
  }
}
