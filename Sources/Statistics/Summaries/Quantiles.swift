/// A quantile of rising numbers, interpolated between neighbours (type 7 of Hyndman and Fan, 1996). O(1).
///
/// - Precondition: there is a number, and `share` lies in 0...1.
public func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
  precondition(!sorted.isEmpty && (0...1).contains(share))
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
}

/// The middle of some numbers, that of the two middle ones where they are even in number; nil of none.
/// O(n log n).
public func median(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : quantile(0.5, ofSorted: values.sorted())
}

/// The arithmetic mean; nil of no numbers. O(n).
public func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
