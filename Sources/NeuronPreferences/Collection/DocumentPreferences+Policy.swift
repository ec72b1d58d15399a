extension CollectionPlan {
  /// Calls `body` with row and value of every neuron that the policy picks for one token.
  @inline(__always)
  func forEachPreferred(
    _ values: UnsafeBufferPointer<Float>, firstRow: Int, allFinite: Bool, _ body: (Int, Double) -> Void
  ) {
    switch policy {
    case .max1:
      let winner = allFinite ? Self.indexOfMaximum(values) : Self.indexOfMaximum(values) { $0 }
      if let winner { body(firstRow + winner, Double(values[winner])) }
    case .absoluteMax1:
      if let winner = Self.indexOfMaximum(values, by: { abs($0) }) {
        body(firstRow + winner, Double(abs(values[winner])))
      }
    case .top(let count):
      for index in Self.indicesOfLargest(count, of: values) { body(firstRow + index, Double(values[index])) }
    case .quantile, .firings:
      guard let thresholds else { return }
      for index in values.indices where values[index] > thresholds[firstRow + index] && values[index].isFinite
      {
        body(firstRow + index, Double(values[index]))
      }
    }
  }

  /// Position of the largest finite value, the first of equals; nil if none is finite. The plain loop.
  static func indexOfMaximum(_ values: UnsafeBufferPointer<Float>, by key: (Float) -> Float) -> Int? {
    var best: Int?
    var largest: Float = 0
    for index in values.indices where values[index].isFinite {
      let value = key(values[index])
      if best == nil || value > largest { (best, largest) = (index, value) }
    }
    return best
  }

  /// The same for values known to be finite: the maximum by eights, then its first place.
  static func indexOfMaximum(_ values: UnsafeBufferPointer<Float>) -> Int? {
    guard let start = values.baseAddress, values.count > 0 else { return nil }
    let bytes = UnsafeRawPointer(start)
    let whole = values.count & ~7
    var largest = start[0]
    if whole > 0 {
      var lanes = bytes.loadUnaligned(as: SIMD8<Float>.self)
      for index in stride(from: 8, to: whole, by: 8) {
        let next = bytes.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
        lanes.replace(with: next, where: next .> lanes)
      }
      largest = lanes.max()
    }
    for index in whole..<values.count where start[index] > largest { largest = start[index] }
    var index = 0
    while start[index] != largest { index &+= 1 }
    return index
  }

  /// Positions of the `count` largest finite values, by falling value and rising position.
  static func indicesOfLargest(_ count: Int, of values: UnsafeBufferPointer<Float>) -> [Int] {
    var best: [Int] = []
    for index in values.indices where values[index].isFinite {
      let value = values[index]
      if best.count == count, let last = best.last, value <= values[last] { continue }
      let place = best.firstIndex { values[$0] < value } ?? best.count
      best.insert(index, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }
}

extension DocumentPreferences {
  /// Whether all of `[tokenCount, neurons]` are finite: 0·x is 0 for finite x and NaN for any other.
  static func areFinite(
    _ activations: UnsafePointer<Float>, tokenCount: Int, stride: Int, neurons: Int
  ) -> Bool {
    let whole = neurons & ~7
    var lanes = SIMD8<Float>(repeating: 0)
    var rest: Float = 0
    for token in 0..<tokenCount {
      let row = activations + token &* stride
      let bytes = UnsafeRawPointer(row)
      for index in Swift.stride(from: 0, to: whole, by: 8) {
        lanes += bytes.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self) * 0
      }
      for index in whole..<neurons { rest += row[index] * 0 }
    }
    return lanes.sum() == 0 && rest == 0
  }
}
