/// A random generator without state: the value at (stream, index) is a hash of seed, stream and index.
///
/// Dropout masks and shuffles drawn from it are the same in whatever order, and by however many threads,
/// they are asked for. The hash is SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014).
public struct CounterGenerator: Sendable {
  private let key: UInt64

  /// The generator of a seed and a stream.
  public init(seed: UInt64, stream: RandomStream) { self.init(seed: seed, stream: stream.number) }

  /// The generator of a seed and a stream's number; the program's own streams have names.
  package init(seed: UInt64, stream: UInt64) {
    key = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15 &* (Self.mix(stream) | 1))
  }

  /// 64 uniform bits.
  public subscript(index: UInt64) -> UInt64 { Self.mix(key &+ index &* 0x9E37_79B9_7F4A_7C15) }

  /// A uniform float in [0, 1) with 24 bits.
  public func uniform(_ index: UInt64) -> Float { Float(self[index] >> 40) * 0x1p-24 }

  /// A permutation of `0..<count` (Fisher and Yates). Complexity: O(count).
  public func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      let j = Int(self[UInt64(i)].multipliedFullWidth(by: UInt64(i + 1)).high)
      order.swapAt(i, j)
    }
    return order
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
