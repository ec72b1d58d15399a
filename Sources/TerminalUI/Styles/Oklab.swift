import Glibc

/// A colour in Björn Ottosson's Oklab (2020), where distance follows perceived difference.
struct Oklab {
  let lightness: Double
  let greenRed: Double
  let blueYellow: Double

  init(_ color: (red: Double, green: Double, blue: Double)) {
    let red = linearLight(color.red)
    let green = linearLight(color.green)
    let blue = linearLight(color.blue)
    let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    greenRed = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blueYellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
  }

  func squaredDistance(to other: Oklab) -> Double {
    let first = lightness - other.lightness
    let second = greenRed - other.greenRed
    let third = blueYellow - other.blueYellow
    return first * first + second * second + third * third
  }

  /// Whether no hue can be told.
  private var isGrey: Bool { hypot(greenRed, blueYellow) < 0.04 }

  /// The angle between the hues and half of the difference in lightness; greys are near greys alone.
  func hueDistance(to other: Oklab) -> Double {
    if isGrey != other.isGrey { return 10 }
    if isGrey { return abs(lightness - other.lightness) }
    let angle = abs(atan2(blueYellow, greenRed) - atan2(other.blueYellow, other.greenRed))
    return min(angle, 2 * .pi - angle) + abs(lightness - other.lightness) / 2
  }
}

/// One sRGB component, 0 to 1, as linear light.
func linearLight(_ component: Double) -> Double {
  component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
}
