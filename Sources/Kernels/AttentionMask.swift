/// Which keys a query may look at.
public enum AttentionMask: Sendable, Hashable {
  /// All of them.
  case full
  /// Those up to its own place.
  case causal
  /// The last so many up to its own place, which counts.
  case causalWindow(Int)
  /// Those at most so far away to either side.
  case band(Int)

  /// The keys that the query at `place` of `count` looks at. Both bounds grow with `place`.
  @inline(__always)
  public func keys(of place: Int, count: Int) -> Range<Int> {
    switch self {
    case .full: 0..<count
    case .causal: 0..<place + 1
    case .causalWindow(let width): max(0, place - width + 1)..<place + 1
    case .band(let reach): max(0, place - reach)..<min(count, place + reach + 1)
    }
  }
}
