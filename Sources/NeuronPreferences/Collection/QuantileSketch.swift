/// How often each neuron's activation falls into each of many narrow bins: what thresholds are read off after
/// a first pass over a text, for ``CollectionPolicy/quantile(_:)`` and ``CollectionPolicy/firings(_:)``.
///
/// Bins are narrow in proportion to what they hold: 128 to every doubling of the magnitude, from 2⁻¹⁰ to 2¹⁴,
/// of either sign; what is smaller shares one bin around 0, what is larger the outermost. Counts are integers,
/// so parts of a text add up to the whole in any order. Memory: 24 kB a neuron.
public struct QuantileSketch: Sendable {
  /// A threshold lies above the true quantile by at most this share of its size, but for quantiles within
  /// 2⁻¹⁰ of 0, where the threshold is 2⁻¹⁰.
  public static let relativeError = 1.0 / 128

  private static let shift: UInt32 = 23 - 7
  private static let first = Float(sign: .plus, exponent: -10, significand: 1).bitPattern >> shift
  private static let last = Float(sign: .plus, exponent: 14, significand: 1).bitPattern >> shift
  /// Bins of either sign.
  private static let half = Int(last - first)
  static let bins = 2 * half + 1

  let neurons: Int
  /// `[neurons, bins]`, by rising activation.
  var counts: [UInt32]

  /// Memory of a sketch.
  public static func bytes(neurons: Int) -> Int { neurons * bins * MemoryLayout<UInt32>.stride }

  /// A sketch of so many neurons that have done nothing yet.
  public init(neurons: Int) {
    self.neurons = neurons
    counts = Array(repeating: 0, count: neurons * Self.bins)
  }

  /// Adds activations `[tokenCount, count]`, rows `stride` floats apart, to the neurons from `firstRow`. Those
  /// that are not finite are left out. O(T·N).
  public mutating func add(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, firstRow: Int, neurons count: Int
  ) {
    precondition(firstRow >= 0 && firstRow + count <= neurons)
    counts.withUnsafeMutableBufferPointer { counts in
      for token in 0..<tokenCount {
        let row = activations + token &* stride
        for neuron in 0..<count where row[neuron].isFinite {
          counts[(firstRow &+ neuron) &* Self.bins &+ Self.bin(of: row[neuron])] += 1
        }
      }
    }
  }

  /// Adds what another part of the text gave.
  public static func += (left: inout QuantileSketch, right: QuantileSketch) {
    precondition(left.neurons == right.neurons)
    for index in left.counts.indices { left.counts[index] += right.counts[index] }
  }

  /// Each neuron's threshold under the policies that need one.
  public func thresholds(for policies: [CollectionPolicy]) -> [CollectionPolicy: [Float]] {
    var thresholds: [CollectionPolicy: [Float]] = [:]
    for policy in policies {
      switch policy {
      case .quantile(let quantile): thresholds[policy] = self.thresholds(quantile: quantile)
      case .firings(let count): thresholds[policy] = self.thresholds(firings: count)
      case .max1, .absoluteMax1, .top: break
      }
    }
    return thresholds
  }

  /// Each neuron's threshold: at most the share 1 - `quantile` of its activations lies above it, and that
  /// share less what one bin holds does. A neuron without activations has the threshold infinity.
  public func thresholds(quantile: Double) -> [Float] {
    thresholds { (quantile * Double($0)).rounded(.up) }
  }

  /// Each neuron's threshold, which at most so many of its activations lie above, and no more than one in
  /// ``CollectionPolicy/fewestTokensAFiring``.
  public func thresholds(firings: Int) -> [Float] {
    thresholds { Double($0 - min(firings, $0 / CollectionPolicy.fewestTokensAFiring)) }
  }

  /// Thresholds that at least so many of a neuron's activations don't lie above, given how many there are.
  private func thresholds(below wanted: (Int) -> Double) -> [Float] {
    (0..<neurons).map { row in
      let own = counts[row * Self.bins..<(row + 1) * Self.bins]
      let total = own.reduce(0) { $0 + Int($1) }
      let wanted = wanted(total)
      var below = 0
      for (bin, count) in own.enumerated() where count > 0 {
        below += Int(count)
        if Double(below) >= wanted { return Self.upperEdge(of: bin) }
      }
      return .infinity
    }
  }

  private static func bin(of value: Float) -> Int {
    let key = value.magnitude.bitPattern >> shift
    guard key >= first else { return half }
    let distance = Int(min(key, last - 1) - first) + 1
    return value < 0 ? half - distance : half + distance
  }

  /// No activation of the bin is larger, but for the outermost bin.
  private static func upperEdge(of bin: Int) -> Float {
    bin >= half
      ? Float(bitPattern: (first + UInt32(bin - half)) << shift)
      : -Float(bitPattern: (first + UInt32(half - bin - 1)) << shift)
  }
}
