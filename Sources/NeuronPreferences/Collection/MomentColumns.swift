/// The moments of all neurons over a text, sums kept apart by block so that they merge exactly.
struct MomentColumns: Sendable {
  let neurons: Int
  let bins: Int
  let histogramRanges: [ClosedRange<Float>]
  /// Finite activations of each neuron.
  var counts: [Int]
  /// `[blocks, neurons]`.
  var sums: [Double]
  /// Sums of squares, `[blocks, neurons]`.
  var squares: [Double]
  var minima: [Float]
  var maxima: [Float]
  /// `[neurons, bins]`.
  var histogram: [Int]

  init(neurons: Int, blocks: Int, bins: Int, histogramRanges: [ClosedRange<Float>]) {
    self.neurons = neurons
    self.bins = bins
    self.histogramRanges = histogramRanges
    counts = Array(repeating: 0, count: neurons)
    sums = Array(repeating: 0, count: neurons * blocks)
    squares = sums
    minima = Array(repeating: .infinity, count: neurons)
    maxima = Array(repeating: -.infinity, count: neurons)
    histogram = Array(repeating: 0, count: neurons * bins)
  }

  mutating func add(_ document: NeuronMoments, block: Int) {
    for row in 0..<neurons {
      counts[row] += document.counts[row]
      sums[block * neurons + row] += document.sums[row]
      squares[block * neurons + row] += document.squares[row]
      minima[row] = min(minima[row], document.minima[row])
      maxima[row] = max(maxima[row], document.maxima[row])
    }
    for index in histogram.indices { histogram[index] &+= Int(document.histogram[index]) }
  }
}
