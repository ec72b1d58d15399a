import Files
import Sites
import TensorFiles

extension SnapshotMerge {
  /// Adds the moments of all neurons, and what compares them with the parent checkpoint.
  func addMoments(to writer: inout SafetensorsWriter) {
    let neurons = sites.neuronCount
    if let first = parts[0].moments {
      writer.addNarrow("moments.count", counts { $0.moments?.counts })
      addSums("moments.sum", to: &writer) { $0.moments?.sums }
      addSums("moments.squares", to: &writer) { $0.moments?.squares }
      writer.add("moments.minimum", values: extremes(.infinity, min) { $0.moments?.minima })
      writer.add("moments.maximum", values: extremes(-.infinity, max) { $0.moments?.maxima })
      addHistogram(bins: first.histogramBins, neurons: neurons, to: &writer)
    }
    guard parts[0].parent != nil else { return }
    writer.addNarrow("parent.count", counts { $0.parent?.counts })
    addSums("parent.sum", to: &writer) { $0.parent?.sums }
    addSums("parent.squares", to: &writer) { $0.parent?.squares }
    addSums("parent.product", to: &writer) { $0.parent?.products }
  }

  /// Calls `body` for every row with the parts that have it, and their rows.
  private func forEachRow(_ body: ([Holder], _ neuron: Int) throws -> Void) rethrows {
    for (site, holders) in zip(sites.sites, holders) {
      for neuron in 0..<site.neurons { try body(holders, neuron) }
    }
  }

  /// Counts of the parts, added up.
  private func counts(_ column: (Snapshot) -> IntegerColumn?) -> [Int] {
    let columns = parts.map(column)
    var sums: [Int] = []
    forEachRow { holders, neuron in
      sums.append(holders.reduce(0) { $0 &+ (columns[$1.part]?[$1.firstRow + neuron] ?? 0) })
    }
    return sums
  }

  private func extremes(
    _ none: Float, _ choose: (Float, Float) -> Float, _ column: (Snapshot) -> MappedColumn<Float>?
  ) -> [Float] {
    let columns = parts.map(column)
    var values: [Float] = []
    forEachRow { holders, neuron in
      values.append(holders.reduce(none) { choose($0, columns[$1.part]?[$1.firstRow + neuron] ?? none) })
    }
    return values
  }

  /// Adds sums by block, `[blocks, neurons]`: each block's are those of the part that covers it, zeros where none does.
  private func addSums(
    _ name: String, to writer: inout SafetensorsWriter, _ column: (Snapshot) -> MappedColumn<Double>?
  ) {
    let columns = parts.map(column)
    writer.add(name, shape: [blocks.count, sites.neuronCount], elementType: .float64) { sink in
      for block in blocks.indices {
        for (site, holders) in zip(sites.sites, holders) {
          guard let holder = holders.first(where: { parts[$0.part].blocks[block].isIncluded }),
            let sums = columns[holder.part]
          else {
            try sink.write([Double](repeating: 0, count: site.neurons))
            continue
          }
          let start = block * parts[holder.part].neuronCount + holder.firstRow
          try sums.withUnsafeValues { sums in
            try sink.write(
              UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: sums[start..<start + site.neurons])))
          }
        }
      }
    }
  }

  private func addHistogram(bins: Int, neurons: Int, to writer: inout SafetensorsWriter) {
    let columns = parts.map { $0.moments?.histogram }
    func forEachCount(_ body: (Int) throws -> Void) rethrows {
      try forEachRow { holders, neuron in
        for bin in 0..<bins {
          try body(holders.reduce(0) { $0 &+ (columns[$1.part]?[($1.firstRow + neuron) * bins + bin] ?? 0) })
        }
      }
    }
    var largest = 0
    forEachCount { largest = max(largest, $0) }
    writer.addNarrow("histogram", shape: [neurons, bins], maximum: largest) { try forEachCount($0) }
  }
}
