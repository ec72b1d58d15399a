import NeuronPreferences
import TensorFiles

extension Recording {
  /// Tokens that count.
  var countedTokens: Int { counted.withUnsafeValues { $0.reduce(0) { $0 + Int($1) } } }

  /// The moments of all neurons, and how many activations were not finite.
  ///
  /// - Throws: ``RecordingError/file(_:)``; ``RecordingError/inconsistent(path:tensor:index:)`` where a count is
  ///   impossible, a sum is not a number or a histogram does not add up to its count.
  func moments() throws(RecordingError) -> (columns: MomentColumns, nonFinite: Int) {
    let (neurons, bins, blocks) = (facts.sites.neuronCount, facts.histogramBins, facts.blockCount)
    let counts: MappedColumn<Int64> = try file.recorded("moments.count", shape: [neurons])
    let sums: MappedColumn<Double> = try file.recorded("moments.sum", shape: [blocks, neurons])
    let squares: MappedColumn<Double> = try file.recorded("moments.squares", shape: [blocks, neurons])
    let minima: MappedColumn<Float> = try file.recorded("moments.minimum", shape: [neurons])
    let maxima: MappedColumn<Float> = try file.recorded("moments.maximum", shape: [neurons])
    let histogram: MappedColumn<Int64> = try file.recorded("histogram", shape: [neurons, bins])
    let checker = RecordingChecker(path: path)
    let most = countedTokens
    try checker.check("moments.count", counts) { (0...Int64(most)).contains($0) }
    try checker.check("moments.sum", sums) { $0.isFinite }
    try checker.check("moments.squares", squares) { $0.isFinite && $0 >= 0 }
    try checker.check("moments.minimum", minima) { !$0.isNaN }
    try checker.check("moments.maximum", maxima) { !$0.isNaN }
    try checker.check("histogram", histogram) { (0...Int64(most)).contains($0) }
    var columns = MomentColumns(
      neurons: neurons, blocks: blocks, bins: bins, histogramRanges: facts.histogramRanges)
    columns.counts = counts.map { Int($0) }
    columns.sums = Array(sums)
    columns.squares = Array(squares)
    columns.minima = Array(minima)
    columns.maxima = Array(maxima)
    columns.histogram = histogram.map { Int($0) }
    var nonFinite = 0
    for row in 0..<neurons {
      let binned = columns.histogram[row * bins..<(row + 1) * bins].reduce(0, +)
      if binned != columns.counts[row] {
        throw .inconsistent(path: path, tensor: "histogram", index: row * bins)
      }
      nonFinite += most - columns.counts[row]
    }
    return (columns, nonFinite)
  }
}
