import TensorFiles

/// Each neuron's own activations over the whole text, won or not, as they lie in a mapped snapshot.
public struct MomentTable: Sendable {
  /// Finite activations of each neuron.
  public let counts: IntegerColumn
  /// Smallest activation of each neuron; infinite if it has none.
  public let minima: MappedColumn<Float>
  /// Largest activation of each neuron; minus infinite if it has none.
  public let maxima: MappedColumn<Float>
  /// Range of each site that its histograms' bins divide evenly; the outer bins also hold what lies beyond.
  public let histogramRanges: [ClosedRange<Float>]
  /// Bins of each neuron.
  public let histogramBins: Int

  let neurons: Int
  let blockCount: Int
  /// `[blocks, neurons]`.
  let sums: MappedColumn<Double>
  let squares: MappedColumn<Double>
  /// `[neurons, bins]`.
  let histogram: IntegerColumn

  init(_ file: SafetensorsFile, neurons: Int, blocks: Int, ranges: [ClosedRange<Float>]) throws(SnapshotError)
  {
    self.neurons = neurons
    blockCount = blocks
    histogramRanges = ranges
    do throws(TensorFileError) {
      counts = try IntegerColumn(file, "moments.count", shape: [neurons])
      for name in ["moments.sum", "moments.squares"] {
        _ = try file.requiredTensor(named: name, shape: [blocks, neurons])
      }
      for name in ["moments.minimum", "moments.maximum"] {
        _ = try file.requiredTensor(named: name, shape: [neurons])
      }
      sums = try file.column("moments.sum")
      squares = try file.column("moments.squares")
      minima = try file.column("moments.minimum")
      maxima = try file.column("moments.maximum")
      histogram = try IntegerColumn(file, "histogram", shape: [neurons, nil])
    } catch {
      throw .file(error)
    }
    histogramBins = histogram.count / neurons
  }

  /// Sum of the activations of the neuron in that row. O(blocks).
  public func sum(ofRow row: Int) -> Double { total(sums, row) }

  /// Sum of their squares. O(blocks).
  public func squares(ofRow row: Int) -> Double { total(squares, row) }

  /// Mean activation, nil if the neuron has none. O(blocks).
  public func mean(ofRow row: Int) -> Double? {
    counts[row] == 0 ? nil : sum(ofRow: row) / Double(counts[row])
  }

  /// Standard deviation of the activations (of the population), nil if the neuron has none. O(blocks).
  public func standardDeviation(ofRow row: Int) -> Double? {
    guard let mean = mean(ofRow: row) else { return nil }
    return max(0, squares(ofRow: row) / Double(counts[row]) - mean * mean).squareRoot()
  }

  /// Number of activations in each bin. O(bins).
  public func histogram(ofRow row: Int) -> [Int] {
    (0..<histogramBins).map { histogram[row * histogramBins + $0] }
  }

  func total(_ column: MappedColumn<Double>, _ row: Int) -> Double {
    var total = 0.0
    for block in 0..<blockCount { total += column[block * neurons + row] }
    return total
  }
}
