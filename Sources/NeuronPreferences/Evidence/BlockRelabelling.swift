import Statistics

/// Random exchanges of document blocks between two stages, under which nothing should change for a
/// neuron that did not.
struct BlockRelabelling: Sendable {
  /// Relabellings that are computed side by side.
  typealias Lanes = SIMD8<Float>

  /// What changes sides.
  let units: ExchangeUnits
  /// How many have been drawn, the first of them leaving everything in place.
  private(set) var count = 0
  private var generator: SplitMix64
  private var pool: [Int]
  /// `[groups, units]`: a bit for every lane, set where the unit counts for the first side.
  private var bits: [UInt8] = []

  /// Will draw from a seed.
  init(_ units: ExchangeUnits, seed: UInt64) {
    self.units = units
    generator = SplitMix64(seed: seed, .relabelling)
    pool = Array(0..<units.count)
  }

  /// Draws more, until there are `wanted` besides the one that changes nothing. The first ones are the same however
  /// many follow. O(new ones · units).
  mutating func draw(_ wanted: Int) {
    let groups = (wanted + Lanes.scalarCount) / Lanes.scalarCount
    bits.reserveCapacity(groups * units.count)
    while bits.count < groups * units.count {
      let start = bits.count
      bits.append(contentsOf: repeatElement(0, count: units.count))
      for lane in 0..<Lanes.scalarCount {
        let mask = UInt8(1) << UInt8(lane)
        if start == 0, lane == 0 {
          for unit in 0..<units.countA { bits[unit] |= mask }
        } else if units.isPaired {
          for unit in 0..<units.countA {
            let isExchanged = generator.next() >> 63 == 1
            bits[start + unit + (isExchanged ? units.countA : 0)] |= mask
          }
        } else {
          dealOut(from: start, mask)
        }
      }
    }
    count = wanted + 1
  }

  /// Draws which units make up the smaller side (Fisher and Yates, as far as needed).
  private mutating func dealOut(from start: Int, _ mask: UInt8) {
    let smaller = min(units.countA, units.countB)
    let isFirst = smaller == units.countA
    for place in 0..<smaller {
      pool.swapAt(place, place + generator.next(below: pool.count - place))
      if isFirst { bits[start + pool[place]] |= mask }
    }
    if !isFirst { for unit in pool[smaller...] { bits[start + unit] |= mask } }
  }

  /// Spreads what decides for a group of relabellings out, 1 where a unit counts for the first side.
  func fill(_ weights: inout [Lanes], group: Int) {
    let (start, spread) = (group * units.count, Self.spread)
    for unit in 0..<units.count { weights[unit] = spread[Int(bits[start + unit])] }
  }

  private static let spread: [Lanes] = (0..<256).map { bits in
    var lanes = Lanes()
    for lane in 0..<Lanes.scalarCount { lanes[lane] = bits >> lane & 1 == 1 ? 1 : 0 }
    return lanes
  }
}
