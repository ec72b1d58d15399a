/// The moments of all neurons over a text, sums kept apart by block so that they merge exactly.
public struct MomentColumns: Sendable {
  let neurons: Int
  let blocks: Int
  let bins: Int
  let histogramRanges: [ClosedRange<Float>]
  /// Finite activations of each neuron.
  public var counts: [Int]
  /// `[blocks, neurons]`.
  public var sums: [Double]
  /// Sums of squares, `[blocks, neurons]`.
  public var squares: [Double]
  /// Smallest activation of each neuron; infinite if it has none.
  public var minima: [Float]
  /// Largest activation of each neuron; minus infinite if it has none.
  public var maxima: [Float]
  /// `[neurons, bins]`.
  public var histogram: [Int]

  /// No activation yet; `histogramRanges` has one range a site.
  public init(neurons: Int, blocks: Int, bins: Int, histogramRanges: [ClosedRange<Float>]) {
    self.neurons = neurons
    self.blocks = blocks
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

  /// Adds the moments of another part of the text, of the same neurons, blocks and bins.
  mutating func add(_ part: MomentColumns) {
    precondition(part.neurons == neurons && part.blocks == blocks && part.bins == bins)
    precondition(part.histogramRanges == histogramRanges)
    for row in 0..<neurons {
      counts[row] &+= part.counts[row]
      minima[row] = min(minima[row], part.minima[row])
      maxima[row] = max(maxima[row], part.maxima[row])
    }
    for index in sums.indices {
      sums[index] += part.sums[index]
      squares[index] += part.squares[index]
    }
    for index in histogram.indices { histogram[index] &+= part.histogram[index] }
  }
}
