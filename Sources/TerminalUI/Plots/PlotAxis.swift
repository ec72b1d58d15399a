import Glibc

/// One axis of a plot: what is measured, over which range, and how values find their place on it.
public struct PlotAxis: Hashable, Sendable {
  /// How values are spread.
  public enum Scale: Sendable {
    /// Evenly.
    case linear
    /// By their logarithm; values of 0 and below have no place.
    case logarithmic
  }

  /// Values beyond this have no place: the length of an axis stays a number.
  private static let limit = 1e300

  /// What is measured, with its unit: "union length (tokens)".
  public let title: String
  /// The value at the start of the axis.
  public let low: Double
  /// The value at its end; always above `low`.
  public let high: Double
  /// How values are spread.
  public let scale: Scale

  /// Makes an axis over a range. A range that is empty, reversed, not finite or impossible on the scale
  /// becomes the nearest that can be drawn.
  public init(_ title: String, from low: Double, to high: Double, scale: Scale = .linear) {
    self.title = title
    self.scale = scale
    var first = low.isFinite ? min(max(low, -Self.limit), Self.limit) : 0
    var last = high.isFinite ? min(max(high, -Self.limit), Self.limit) : first
    if last < first { swap(&first, &last) }
    if scale == .logarithmic {
      if last <= 0 { last = 1 }
      if first <= 0 { first = min(last / 10, 1) }
      if last <= first * 1.000001 { (first, last) = (first / 2, last * 2) }
    } else if last <= first {
      let margin = max(abs(first) / 10, 0.5)
      (first, last) = (first - margin, last + margin)
    }
    self.low = first
    self.high = last
  }

  /// Makes an axis that covers the finite ones of `values`, ending at round numbers.
  public init(_ title: String, covering values: some Sequence<Double>, scale: Scale = .linear) {
    var first = Double.infinity
    var last = -Double.infinity
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      first = min(first, value)
      last = max(last, value)
    }
    first = max(first, -Self.limit)
    last = min(last, Self.limit)
    guard first <= last else {
      self.init(title, from: scale == .linear ? 0 : 1, to: scale == .linear ? 1 : 10, scale: scale)
      return
    }
    if scale == .linear, last > first {
      let step = Self.roundStep(atLeast: (last - first) / 8)
      self.init(title, from: (first / step).rounded(.down) * step, to: (last / step).rounded(.up) * step)
    } else {
      self.init(title, from: first, to: last, scale: scale)
    }
  }

  /// Where `value` lies, from 0 at `low` to 1 at `high`; nil outside and for what has no place.
  public func position(of value: Double) -> Double? {
    guard value >= low, value <= high else { return nil }
    switch scale {
    case .linear: return (value - low) / (high - low)
    case .logarithmic: return log(value / low) / log(high / low)
    }
  }

  /// The value at `position`, the inverse of `position(of:)`.
  public func value(at position: Double) -> Double {
    switch scale {
    case .linear: low + position * (high - low)
    case .logarithmic: low * pow(high / low, position)
    }
  }

  /// The smallest of 1, 2, 5, 10, 20, ... (times any power of ten) that is at least `size`.
  static func roundStep(atLeast size: Double) -> Double {
    guard size > 0, size.isFinite else { return 1 }
    let power = pow(10, floor(log10(size)))
    guard power > 0 else { return size }
    for factor in [1.0, 2, 5, 10] where factor * power >= size * 0.999999 { return factor * power }
    return 10 * power
  }
}
