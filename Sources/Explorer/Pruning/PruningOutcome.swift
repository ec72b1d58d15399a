/// What taking neurons out does, as far as it is known while it is worked out.
public struct PruningOutcome: Sendable, Hashable {
  /// One score on one split.
  public struct Score: Sendable, Hashable {
    /// What it is called: `accuracy`.
    public var name: String
    /// Whether more is better.
    public var isHigherBetter: Bool
    /// Before; nil before it is known.
    public var unpruned: Double?
    /// After.
    public var pruned: Double?
    /// The change, 95% of the resampled documents lie in it.
    public var change: ClosedRange<Double>?
    /// Under random masks of the same size.
    public var random: [Double]
    /// Under random masks of about the same activation mass.
    public var matched: [Double]
    /// Percent of the random masks that do worse.
    public var beatsRandom: Double?
    /// Percent of the matched masks that do worse.
    public var beatsMatched: Double?

    /// A score of which nothing is known yet.
    public init(name: String, isHigherBetter: Bool) {
      self.name = name
      self.isHigherBetter = isHigherBetter
      random = []
      matched = []
    }
  }

  /// One split.
  public struct Split: Sendable, Hashable {
    /// `held-out` or `train`.
    public var name: String
    /// Its corpus.
    public var corpus: String
    /// Documents scored.
    public var documents: Int
    /// Its scores.
    public var scores: [Score]

    /// A split with its scores.
    public init(name: String, corpus: String, documents: Int, scores: [Score]) {
      self.name = name
      self.corpus = corpus
      self.documents = documents
      self.scores = scores
    }
  }

  /// Why nothing can be scored, in words.
  public struct Fault: Error, Sendable {
    /// One line.
    public let text: String

    /// Says why.
    public init(_ text: String) { self.text = text }
  }

  /// The model: a checkpoint's name.
  public var model: String
  /// Held-out first: it is what counts.
  public var splits: [Split]
  /// What a reader has to know, a sentence each.
  public var notes: [String]
  /// The share of the work that is done, from 0 to 1.
  public var progress: Double

  /// An outcome as far as it is known.
  public init(model: String, splits: [Split], notes: [String], progress: Double) {
    self.model = model
    self.splits = splits
    self.notes = notes
    self.progress = progress
  }
}
