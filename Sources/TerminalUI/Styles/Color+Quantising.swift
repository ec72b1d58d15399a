extension Color {
  /// The nearest colour that a terminal of `depth` has. A colour the terminal has stays as it is; in mono
  /// all are `default`.
  ///
  /// Among 256 the nearest is the one at the least distance in Oklab, where equal steps look about equally
  /// far. Among sixteen, whose exact looks are the user's, the hue decides before the lightness, so that a
  /// pale red becomes a red and not a white.
  public func quantised(to depth: ColorDepth) -> Color {
    switch (self, depth) {
    case (_, .mono), (.default, _): return .default
    case (_, .trueColor), (.named, _), (.indexed, .colors256): return self
    case (.rgb, .colors256):
      return nearest(of: 16..<256) { $0.squaredDistance(to: $1) }.map { .indexed(UInt8($0)) } ?? self
    case (.rgb, .colors16), (.indexed, .colors16):
      return nearest(of: 0..<16) { $0.hueDistance(to: $1) }
        .flatMap { NamedColor(rawValue: UInt8($0)) }.map { .named($0) } ?? self
    }
  }

  private func nearest(of indices: Range<Int>, by distance: (Oklab, Oklab) -> Double) -> Int? {
    guard let wanted = components.map(Oklab.init) else { return nil }
    let distances = indices.map {
      (index: $0, distance: distance(wanted, Oklab(Color.paletteComponents[$0])))
    }
    return distances.min { $0.distance < $1.distance }?.index
  }

  /// Red, green and blue from 0 to 1, taking xterm's palette for numbered colours; nil for `default`.
  public var components: (red: Double, green: Double, blue: Double)? {
    switch self {
    case .default: return nil
    case .named(let named): return Color.paletteComponents[Int(named.rawValue)]
    case .indexed(let index): return Color.paletteComponents[Int(index)]
    case .rgb(let red, let green, let blue):
      return (Double(red) / 255, Double(green) / 255, Double(blue) / 255)
    }
  }

  /// xterm's 256 colours: sixteen names, a 6x6x6 cube and 24 greys.
  private static let paletteComponents: [(red: Double, green: Double, blue: Double)] = {
    let names: [[Int]] = [
      [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205],
      [229, 229, 229], [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255],
      [255, 0, 255], [0, 255, 255], [255, 255, 255],
    ]
    let levels: [Int] = [0, 95, 135, 175, 215, 255]
    let cube: [[Int]] = (0..<216).map { [levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]] }
    let greys: [[Int]] = (0..<24).map { Array(repeating: 8 + 10 * $0, count: 3) }
    return (names + cube + greys).map { color in
      (Double(color[0]) / 255, Double(color[1]) / 255, Double(color[2]) / 255)
    }
  }()

  /// WCAG's contrast of two colours, 1 to 21; nil where one is the terminal's own.
  public func contrast(with other: Color) -> Double? {
    guard let first = relativeLuminance, let second = other.relativeLuminance else { return nil }
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// WCAG's relative luminance, 0 to 1.
  private var relativeLuminance: Double? {
    guard let components else { return nil }
    return 0.2126 * linearLight(components.red) + 0.7152 * linearLight(components.green)
      + 0.0722 * linearLight(components.blue)
  }
}
