import Glibc

/// Updates of one parameter's values from its gradient, cut into ranges by the caller.
public enum Optimizers {
  /// Stochastic gradient descent: `w -= rate * scale * g`; `scale` is the clipping factor.
  public static func descend(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, range: Range<Int>,
    rate: Float, scale: Float
  ) {
    let step = rate * scale
    for i in range { values[i] -= step * gradient[i] }
  }

  /// Adam (Kingma and Ba, 2015, algorithm 1) with the bias corrections of step `step` (from 1), in the
  /// arithmetic of torch.optim.Adam.
  public static func adam(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ firstMoment: UnsafeMutablePointer<Float>, _ secondMoment: UnsafeMutablePointer<Float>,
    range: Range<Int>, rate: Double, scale: Float, step: Int,
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Float = 1e-8
  ) {
    let size = Float(rate / (1 - pow(beta1, Double(step))))
    let root = Float((1 - pow(beta2, Double(step))).squareRoot())
    let keep1 = Float(beta1)
    let keep2 = Float(beta2)
    let add1 = Float(1 - beta1)
    let add2 = Float(1 - beta2)
    for i in range {
      let g = gradient[i] * scale
      firstMoment[i] = keep1 * firstMoment[i] + add1 * g
      secondMoment[i] = keep2 * secondMoment[i] + add2 * g * g
      values[i] -= size * firstMoment[i] / (secondMoment[i].squareRoot() / root + epsilon)
    }
  }

  /// The sum of squares in double precision.
  public static func sumOfSquares(_ values: UnsafePointer<Float>, range: Range<Int>) -> Double {
    var total = 0.0
    for i in range {
      let value = Double(values[i])
      total += value * value
    }
    return total
  }
}
