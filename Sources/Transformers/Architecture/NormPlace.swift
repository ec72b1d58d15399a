/// Where a block may have a norm. `x` is the residual stream.
public enum NormPlace: Sendable, Hashable, CaseIterable {
  /// On what the attention reads: x + attention(norm(x)).
  case attentionInput
  /// On what it adds: x + norm(attention(x)).
  case attentionOutput
  /// On the sum: norm(x + attention(x)).
  case attentionSum
  /// On what the feed-forward layer reads.
  case mlpInput
  /// On what it adds.
  case mlpOutput
  /// On the sum.
  case mlpSum
}
