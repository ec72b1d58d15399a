/// Plain loops over many numbers.
public enum Sums {
  /// `target += values`.
  public static func add(
    _ values: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for i in 0..<count { target[i] += values[i] }
  }

  /// Brings every number into -bound ... bound.
  public static func clamp(_ values: UnsafeMutablePointer<Float>, count: Int, to bound: Float) {
    for i in 0..<count { values[i] = max(-bound, min(bound, values[i])) }
  }
}
