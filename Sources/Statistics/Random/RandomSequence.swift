/// The sequences of ``SplitMix64``: each use of randomness that happens in one order has one of its own.
public enum RandomSequence: Hashable, Sendable {
  /// Resamples of neurons or document blocks.
  case bootstrap
  /// Exchanges of document blocks between two stages.
  case relabelling
  /// A resample of the documents that a pruned model is scored on.
  case documentResample(Int)
  /// A resample of the documents that change class between two models, thickened by half a document of each kind.
  case flippedDocuments(Int)
  /// A random mask of the size of a chosen one.
  case controlMask(Int, isMatched: Bool)
  /// The order of neurons that are ranked alike.
  case rankingTies
  /// Repeated passes over a tagger's training text.
  case taggerPass(Int)
  /// The passes over a sentence splitter's training text.
  case sentencePasses

  /// The generator's seed.
  func seed(from seed: UInt64) -> UInt64 {
    switch self {
    case .bootstrap, .relabelling, .rankingTies, .sentencePasses: seed
    case .documentResample(let number): seed &+ UInt64(number) &* 0xD134_2543_DE82_EF95
    case .flippedDocuments(let number): seed &+ UInt64(number) &* 0xA076_1D64_78BD_642F &+ 0x2E62_A9C5
    case .controlMask(let number, let isMatched):
      seed &+ UInt64(number) &* 0x9FB2_1C65_1E98_DF25 &+ (isMatched ? 0x5851_F42D : 0)
    case .taggerPass(let number): seed &+ UInt64(number) &* 1000
    }
  }
}

extension SplitMix64 {
  /// The generator of a sequence of a seed.
  public init(seed: UInt64, _ sequence: RandomSequence) { self.init(seed: sequence.seed(from: seed)) }
}
