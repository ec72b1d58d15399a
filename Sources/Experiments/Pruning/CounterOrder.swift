import Kernels

/// Random orders of neurons.
enum CounterOrder {
  /// Order number `number` of so many rows.
  static func rows(_ count: Int, seed: UInt64, number: Int) -> [Int] {
    CounterGenerator(seed: seed, stream: UInt64(bitPattern: Int64(1000 + number))).permutation(of: count)
  }
}
