import Glibc

extension PlotAxis {
  /// A mark on the axis.
  public struct Tick: Hashable, Sendable {
    /// The value marked.
    public let value: Double
    /// How it is written, with as many decimals as tell it from its neighbours.
    public let label: String
  }

  /// At most `count` marks at round values, in order.
  public func ticks(atMost count: Int) -> [Tick] {
    guard count > 0 else { return [] }
    if scale == .logarithmic, high / low >= 10 { return powerTicks(atMost: count) }
    var step = Self.roundStep(atLeast: (high - low) / Double(max(1, count)))
    while (high / step).rounded(.down) - (low / step).rounded(.up) + 1 > Double(count) {
      step = Self.roundStep(atLeast: step * 1.5)
    }
    let first = (low / step).rounded(.up)
    let last = ((high / step) * (1 + 1e-12)).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).map { multiple in
      let value = multiple * step
      return Tick(value: min(max(value, low), high), label: Self.label(value, step: step))
    }
  }

  private func powerTicks(atMost count: Int) -> [Tick] {
    let first = Int(ceil(log10(low) - 1e-9))
    let last = Int(floor(log10(high) + 1e-9))
    guard last >= first else { return [] }
    let skip = max(1, (last - first + count) / count)
    return stride(from: first, through: last, by: skip).map { power in
      let value = pow(10, Double(power))
      return Tick(value: min(max(value, low), high), label: Self.label(value, step: value))
    }
  }

  /// `value` with the decimals that a step of `step` needs; thousands as "k", millions as "M", and "e" beyond.
  public static func label(_ value: Double, step: Double) -> String {
    guard value.isFinite, step > 0 else { return "\(value)" }
    let size = max(abs(value), step)
    if size >= 1e9 || step < 1e-6 { return "\(Float(value))" }
    if step >= 1e6 { return fixed(value / 1e6, decimals: 0) + (value == 0 ? "" : "M") }
    if step >= 1e3 { return fixed(value / 1e3, decimals: 0) + (value == 0 ? "" : "k") }
    return fixed(value, decimals: max(0, Int(ceil(-log10(step) - 1e-9))))
  }

  /// `value` with exactly `decimals` decimals.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    let power = pow(10, Double(decimals))
    let scaled = Int((abs(value) * power).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let whole = scaled / Int(power)
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(scaled % Int(power))
    return sign + "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}
