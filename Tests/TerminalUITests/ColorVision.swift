import Foundation

/// How colours look to people who lack a kind of cone: the matrices for linear light of Machado, Oliveira and
/// Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), severity 1.
enum ColorVision: CaseIterable {
  case deuteranopia, tritanopia

  private var matrix: [[Double]] {
    switch self {
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// The distance in Oklab of two colours as such eyes see them; about 0.02 can just be told.
  func distance(_ first: (Double, Double, Double), _ second: (Double, Double, Double)) -> Double {
    zip(seen(first), seen(second)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private func seen(_ color: (Double, Double, Double)) -> [Double] {
    let light = [color.0, color.1, color.2].map {
      $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
    }
    let left = multiply(matrix, light).map { min(1, max(0, $0)) }
    let cones = multiply(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], left
    ).map { cbrt($0) }
    return multiply(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], cones)
  }

  private func multiply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}
