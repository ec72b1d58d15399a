extension Figure {
  /// An activation in at most six characters: ".97", "-.31", "12.4".
  static func activation(_ value: some BinaryFloatingPoint) -> String {
    let value = Double(value)
    return abs(value) <= 1 ? signedShare(value) : quantity(value)
  }

  /// How many times more, in four characters: "84x", "1.2x", ".31x", "12kx".
  static func lift(_ value: Double) -> String {
    if value < 0.995 { return share(value) + "x" }
    if value < 9.95 { return fixed(value, decimals: 1) + "x" }
    return value < 999.5 ? fixed(value, decimals: 0) + "x" : fixed(value / 1000, decimals: 0) + "kx"
  }
}
