/// Numbers as cells of the screen show them: few characters, aligned at the right.
enum Figure {
  /// `value` with `decimals` digits after the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard abs(value) < 1e15 else { return "\(value)" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let units = Int((abs(value) * scale).rounded())
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(units) }
    let fraction = String(units % Int(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(units / Int(scale)).\(zeros)\(fraction)"
  }

  /// A share or a distance, from 0 to 1, without the leading zero: ".31", "1.0", "<.01" above nothing.
  static func share(_ value: Double) -> String {
    if value > 0, value < 0.005 { return "<.01" }
    if value >= 0.995 { return fixed(value, decimals: 1) }
    let text = fixed(value, decimals: 2)
    return text.hasPrefix("0") ? String(text.dropFirst()) : text
  }

  /// A share in four characters: "31%", "1.3%", "<.1%" above nothing.
  static func percent(_ value: Double) -> String {
    let percent = value * 100
    if percent >= 9.95 { return fixed(percent, decimals: 0) + "%" }
    if value > 0, percent < 0.05 { return "<.1%" }
    return fixed(percent, decimals: 1) + "%"
  }

  /// A difference of shares: "+.31", "-.02", "+1.0".
  static func difference(_ value: Double) -> String {
    let size = fixed(abs(value), decimals: abs(value) >= 0.995 ? 1 : 2)
    let sign = value < 0 && size != "0.00" ? "-" : "+"
    return sign + (size.hasPrefix("0") ? String(size.dropFirst()) : size)
  }

  /// An activation or a correlation between -1 and 1: ".97", "-.31", ".00" next to nothing on either side.
  static func signedShare(_ value: Double) -> String {
    if abs(value) < 0.005 { return ".00" }
    return value < 0 ? "-" + share(-value) : share(value)
  }

  /// A rate of error: ".004", ".31", "1.0".
  static func rate(_ value: Double) -> String {
    if value >= 0.995 { return fixed(value, decimals: 1) }
    return String(fixed(value, decimals: value < 0.0995 ? 3 : 2).dropFirst())
  }

  /// A quantity of any size in at most six characters: "0.42", "31.2", "1204", "35.1k".
  static func quantity(_ value: Double) -> String {
    if value == 0 { return "0" }
    let size = abs(value)
    if size < 9.995 { return fixed(value, decimals: 2) }
    if size < 99.95 { return fixed(value, decimals: 1) }
    if size < 9999.5 { return fixed(value, decimals: 0) }
    for (unit, limit) in [("k", 1e6), ("M", 1e9), ("G", 1e12)] where size < limit * 0.99995 {
      let scaled = value / (limit / 1000)
      return fixed(scaled, decimals: abs(scaled) < 99.95 ? 1 : 0) + unit
    }
    return fixed(value / 1e12, decimals: 0) + "T"
  }

  /// A number of things in at most six characters: all digits up to 99999, shortened above.
  static func count(_ value: Int) -> String {
    abs(value) < 100_000 ? String(value) : quantity(Double(value))
  }

  /// The middle of numbers of things: of an even number of them it can lie halfway between two.
  static func middle(_ value: Double) -> String {
    if value == value.rounded() { return count(Int(value)) }
    return value < 10_000 ? fixed(value, decimals: 1) : quantity(value)
  }

  /// A number of things in full, in groups of three digits: "400,000".
  static func grouped(_ value: Int) -> String {
    var digits = Array(String(value.magnitude))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }

  /// "1 neuron", "2 neurons".
  static func counted(_ value: Int, _ noun: String) -> String {
    "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }
}
