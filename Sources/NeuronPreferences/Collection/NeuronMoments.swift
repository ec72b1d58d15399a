/// Count, sum, squares, extremes and histogram of every neuron's activations, all tokens alike.
struct NeuronMoments: Sendable {
  var counts: [Int]
  var sums: [Double]
  var squares: [Double]
  var minima: [Float]
  var maxima: [Float]
  /// `[rows, bins]`.
  var histogram: [UInt32]
  private let bins: Int
  private let lower: Float
  /// Bins a unit of activation.
  private let scale: Float

  init(plan: CollectionPlan) {
    let rows = plan.sites.neuronCount
    counts = Array(repeating: 0, count: rows)
    sums = Array(repeating: 0, count: rows)
    squares = sums
    minima = Array(repeating: .infinity, count: rows)
    maxima = Array(repeating: -.infinity, count: rows)
    bins = plan.histogramBins
    histogram = Array(repeating: 0, count: rows * bins)
    lower = plan.histogramRange.lowerBound
    scale = Float(bins) / (plan.histogramRange.upperBound - plan.histogramRange.lowerBound)
  }

  /// Adds activations `[tokenCount, neurons]`, rows `stride` floats apart, to the rows from `firstRow`.
  ///
  /// Each neuron's values are added one after the other in token order, so how the text is cut into
  /// chunks changes no bit.
  mutating func add(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, firstRow: Int, neurons: Int,
    allFinite: Bool
  ) {
    for neuron in 0..<neurons {
      let row = firstRow + neuron
      var sum = sums[row]
      var square = squares[row]
      var minimum = minima[row]
      var maximum = maxima[row]
      var count = 0
      histogram.withUnsafeMutableBufferPointer { histogram in
        var pointer = activations + neuron
        for _ in 0..<tokenCount {
          let value = pointer.pointee
          pointer += stride
          if !allFinite && !value.isFinite { continue }
          count &+= 1
          let wide = Double(value)
          sum += wide
          square += wide * wide
          minimum = value < minimum ? value : minimum
          maximum = value > maximum ? value : maximum
          let place = (value - lower) * scale
          // Compared as Float first: a large one does not fit an integer.
          let bin = place >= Float(bins) ? bins &- 1 : place > 0 ? Int(place) : 0
          histogram[row &* bins &+ bin] &+= 1
        }
      }
      counts[row] += count
      sums[row] = sum
      squares[row] = square
      minima[row] = minimum
      maxima[row] = maximum
    }
  }
}
