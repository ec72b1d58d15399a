/// What a head reads of a document's hidden states.
public enum Pooling: String, Sendable, CaseIterable {
  /// The state after the last token, `[H]` (paper, section 3.3). Of a layer that also reads backward, the
  /// reverse direction's state after the first token: where each direction has read everything.
  case last
  /// The last state, the mean and the maximum over time, `[3H]` (concat pooling; Howard and Ruder, 2018).
  case lastMeanMax = "last-mean-max"
  /// The mean over time, `[H]`.
  case mean
  /// The maximum over time, `[H]`.
  case max

  /// The width of what the head reads.
  public func width(hiddenSize: Int) -> Int { self == .lastMeanMax ? 3 * hiddenSize : hiddenSize }

  /// Where the parts stand in what the head reads, counted in hidden sizes; nil for a part that it doesn't read.
  var places: (last: Int?, mean: Int?, max: Int?) {
    switch self {
    case .last: (0, nil, nil)
    case .lastMeanMax: (0, 1, 2)
    case .mean: (nil, 0, nil)
    case .max: (nil, nil, 0)
    }
  }
}
