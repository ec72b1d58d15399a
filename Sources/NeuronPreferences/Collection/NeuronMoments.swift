import Sites

/// Count, sum, squares, extremes and histogram of every neuron's activations, all tokens alike.
struct NeuronMoments: Sendable {
  var counts: [Int]
  var sums: [Double]
  var squares: [Double]
  var minima: [Float]
  var maxima: [Float]
  /// `[rows, bins]`.
  var histogram: [UInt32]
  /// Bytes a neuron, the histogram aside.
  static let bytes =
    MemoryLayout<Int>.stride + 2 * MemoryLayout<Double>.stride + 2 * MemoryLayout<Float>.stride

  private let bins: Int
  /// Of each site, where its histograms start and how many bins they have a unit of activation.
  private let binning: [(lower: Float, scale: Float)]

  init(plan: CollectionPlan) {
    let rows = plan.sites.neuronCount
    counts = Array(repeating: 0, count: rows)
    sums = Array(repeating: 0, count: rows)
    squares = sums
    minima = Array(repeating: .infinity, count: rows)
    maxima = Array(repeating: -.infinity, count: rows)
    bins = plan.histogramBins
    histogram = Array(repeating: 0, count: rows * bins)
    let bins = Float(bins)
    binning = plan.histogramRanges.map { ($0.lowerBound, bins / ($0.upperBound - $0.lowerBound)) }
  }

  /// Adds activations `[tokenCount, neurons]` of a site, rows `stride` floats apart.
  ///
  /// Each neuron's values are added one after the other in token order, so neither how the text is cut
  /// into chunks nor which of the two loops runs changes a bit.
  mutating func add(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, site: Int, of sites: SiteList,
    allFinite: Bool
  ) {
    let (firstRow, neurons) = (sites.sites[site].firstRow, sites.sites[site].neurons)
    let binning = binning[site]
    let whole = allFinite ? neurons & ~7 : 0
    for neuron in Swift.stride(from: 0, to: whole, by: 8) {
      addEight(
        activations + neuron, tokenCount: tokenCount, stride: stride, firstRow: firstRow + neuron, binning)
    }
    for neuron in whole..<neurons {
      addOne(activations + neuron, tokenCount: tokenCount, stride: stride, row: firstRow + neuron, binning)
    }
  }

  /// The plain loop over one neuron's activations; passes over those that are not finite.
  private mutating func addOne(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, row: Int,
    _ binning: (lower: Float, scale: Float)
  ) {
    for token in 0..<tokenCount {
      let value = activations[token &* stride]
      guard value.isFinite else { continue }
      let wide = Double(value)
      counts[row] += 1
      sums[row] += wide
      squares[row] += wide * wide
      minima[row] = min(minima[row], value)
      maxima[row] = max(maxima[row], value)
      let place = min(max((value - binning.lower) * binning.scale, 0), Float(bins - 1))
      histogram[row * bins + Int(place)] += 1
    }
  }

  /// The same for eight neurons side by side whose activations are all finite, sums kept in registers.
  private mutating func addEight(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, firstRow: Int,
    _ binning: (lower: Float, scale: Float)
  ) {
    var sum = SIMD8<Double>()
    var square = SIMD8<Double>()
    var minimum = SIMD8<Float>()
    var maximum = SIMD8<Float>()
    for lane in 0..<8 {
      sum[lane] = sums[firstRow + lane]
      square[lane] = squares[firstRow + lane]
      minimum[lane] = minima[firstRow + lane]
      maximum[lane] = maxima[firstRow + lane]
    }
    let lower = SIMD8<Float>(repeating: binning.lower)
    let scale = SIMD8<Float>(repeating: binning.scale)
    let first = SIMD8<Float>(repeating: 0)
    let last = SIMD8<Float>(repeating: Float(bins - 1))
    let bins = bins
    histogram.withUnsafeMutableBufferPointer { histogram in
      guard let counters = histogram.baseAddress.map({ $0 + firstRow * bins }) else { return }
      for token in 0..<tokenCount {
        let value = UnsafeRawPointer(activations + token &* stride).loadUnaligned(as: SIMD8<Float>.self)
        let wide = SIMD8<Double>(value)
        sum += wide
        square += wide * wide
        minimum.replace(with: value, where: value .< minimum)
        maximum.replace(with: value, where: value .> maximum)
        var place = (value - lower) * scale
        place.replace(with: first, where: place .< first)
        place.replace(with: last, where: place .> last)
        for lane in 0..<8 { counters[lane &* bins &+ Int(place[lane])] &+= 1 }
      }
    }
    for lane in 0..<8 {
      counts[firstRow + lane] += tokenCount
      sums[firstRow + lane] = sum[lane]
      squares[firstRow + lane] = square[lane]
      minima[firstRow + lane] = minimum[lane]
      maxima[firstRow + lane] = maximum[lane]
    }
  }
}
