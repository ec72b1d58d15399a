/// Which hidden state a sequence classifier reads.
public enum Pooling: Sendable, Hashable {
  /// The first token's.
  case first
  /// The mean over all tokens.
  case mean
  /// The last token's that is no padding.
  case last
}
