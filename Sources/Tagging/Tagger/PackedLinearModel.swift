import Corpora

/// The weights of a linear classifier over 32-bit features, packed: a feature takes three bytes and a weight
/// two, and a look-up touches two places in memory.
///
/// The upper 16 bits of a feature choose a bucket. A bucket is: the number of its features (UInt8); the lower
/// 16 bits of each (little-endian); the number of weights of each (UInt8); and the weights in turn, a label
/// (UInt8) with a signed byte `q` that stands for `q * |q|`: fine near nought, wide at the ends, and exact in
/// integers.
struct PackedLinearModel: Sendable {
  let labelCount: Int
  /// All buckets, one behind another.
  private let buckets: [UInt8]
  /// Where each bucket starts.
  private let starts: [UInt32]
  /// Number of weights.
  let weightCount: Int

  static let bucketCount = 1 << 16

  /// Packs weights, features ascending. Weights that round to nought are dropped.
  init(labelCount: Int, rows: [(feature: UInt32, weights: [(label: Int, weight: Float)])]) {
    precondition(labelCount <= 255, "labels fit in a byte")
    let largest = rows.reduce(Float(0)) { $1.weights.reduce($0) { max($0, abs($1.weight)) } }
    let unit = max(largest, .leastNormalMagnitude) / Float(127 * 127)
    var buckets: [UInt8] = []
    var starts: [UInt32] = []
    var weightCount = 0
    var next = 0
    for bucket in 0..<Self.bucketCount {
      starts.append(UInt32(buckets.count))
      var (remainders, counts, weights) = ([UInt8](), [UInt8](), [UInt8]())
      while next < rows.count, Int(rows[next].feature >> 16) == bucket {
        let before = weights.count
        for (label, weight) in rows[next].weights {
          let size = Int8((abs(weight) / unit).squareRoot().rounded())
          if size != 0 { weights += [UInt8(label), UInt8(bitPattern: weight < 0 ? -size : size)] }
        }
        precondition(counts.count < 255, "hashes spread evenly over buckets")
        if weights.count > before {
          let feature = rows[next].feature
          remainders += [UInt8(truncatingIfNeeded: feature), UInt8(truncatingIfNeeded: feature >> 8)]
          counts.append(UInt8((weights.count - before) / 2))
        }
        next += 1
      }
      weightCount += weights.count / 2
      buckets.append(UInt8(counts.count))
      buckets += remainders + counts + weights
    }
    self.labelCount = labelCount
    self.buckets = buckets
    self.starts = starts
    self.weightCount = weightCount
  }

  /// Adds the weights of `features` to `scores`, one a label. Complexity: O(weights found).
  ///
  /// The first two loops have no branches, so that the processor waits for many places in memory at a time;
  /// one after another they would cost three times as much.
  func score(_ features: UnsafeBufferPointer<UInt32>, into scores: UnsafeMutableBufferPointer<Int32>) {
    withUnsafeTemporaryAllocation(of: (position: UInt32, count: UInt8).self, capacity: features.count) {
      places in
      starts.withUnsafeBufferPointer { starts in
        for index in features.indices { places[index].position = starts[Int(features[index] >> 16)] }
      }
      buckets.withUnsafeBytes { buckets in
        for index in features.indices { places[index].count = buckets[Int(places[index].position)] }
        for index in features.indices {
          let place = places[index]
          Self.add(
            bucket: buckets, at: Int(place.position) &+ 1, count: Int(place.count),
            remainder: UInt16(truncatingIfNeeded: features[index]), to: scores)
        }
      }
    }
  }

  @inline(__always)
  private static func add(
    bucket: UnsafeRawBufferPointer, at start: Int, count: Int, remainder: UInt16,
    to scores: UnsafeMutableBufferPointer<Int32>
  ) {
    for index in 0..<count {
      let found = bucket.loadUnaligned(fromByteOffset: start &+ 2 &* index, as: UInt16.self)
      if UInt16(littleEndian: found) != remainder { continue }
      let counts = start &+ 2 &* count
      var weight = counts &+ count
      for before in 0..<index { weight &+= 2 &* Int(bucket[counts &+ before]) }
      let end = weight &+ 2 &* Int(bucket[counts &+ index])
      while weight < end {
        let value = Int32(Int8(bitPattern: bucket[weight &+ 1]))
        scores[Int(bucket[weight])] &+= value &* abs(value)
        weight &+= 2
      }
      return
    }
  }

  // MARK: Bytes

  func write(to writer: inout ModelWriter) {
    writer.append(UInt32(labelCount))
    writer.append(buckets)
  }

  /// Reads a model and walks through it once, so that ``score(_:into:)`` can trust every length and label.
  init(from reader: inout ModelReader) throws {
    let labelCount = Int(try reader.integer())
    let buckets = try reader.bytes()
    var starts = [UInt32](repeating: 0, count: Self.bucketCount)
    var weightCount = 0
    let isSound = buckets.withUnsafeBufferPointer { bytes in
      var position = 0
      for bucket in 0..<Self.bucketCount {
        guard position < bytes.count else { return false }
        starts[bucket] = UInt32(position)
        let count = Int(bytes[position])
        let counts = position + 1 + 2 * count
        position = counts + count
        guard position <= bytes.count else { return false }
        let weights = (counts..<counts + count).reduce(0) { $0 + Int(bytes[$1]) }
        guard weights <= (bytes.count - position) / 2 else { return false }
        for offset in 0..<weights where Int(bytes[position + 2 * offset]) >= labelCount { return false }
        position += 2 * weights
        weightCount += weights
      }
      return position == bytes.count
    }
    guard isSound else { throw reader.fault }
    self.labelCount = labelCount
    self.buckets = buckets
    self.starts = starts
    self.weightCount = weightCount
  }
}
