/// A small seeded generator: the same numbers from the same seed on every machine (Steele, Lea and Flood,
/// OOPSLA 2014).
///
/// For what happens in one order on one thread. What threads share draws from ``CounterGenerator``,
/// which has no state.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The generator of a seed; any will do.
  public init(seed: UInt64) { state = seed }

  /// 64 uniform bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<limit, uniform but for a bias of limit / 2^64; 0 if `limit` is not positive.
  public mutating func next(below limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }
}
