import Kernels

/// Which update rule, with its learning rate.
public enum OptimizerKind: String, Sendable {
  /// Plain stochastic gradient descent, annealed when held-out loss stops falling.
  case sgd
  /// Adam.
  case adam
}

/// Clips and applies gradients, and keeps what the rule remembers between steps.
public final class Optimizer {
  /// The rule.
  public let kind: OptimizerKind
  /// The learning rate; the schedule changes it.
  public var rate: Double
  /// Steps taken.
  public internal(set) var step = 0
  let parameters: [Parameter]
  /// Adam's first and second moments, one pair a parameter; empty for SGD.
  let moments: [(first: FloatBuffer, second: FloatBuffer)]
  private let workers: Workers

  /// Values updated at once; fixed, so that sums are the same for any thread count.
  private static let range = 1 << 16

  init(_ kind: OptimizerKind, rate: Double, parameters: [Parameter], workers: Workers) {
    self.kind = kind
    self.rate = rate
    self.parameters = parameters
    self.workers = workers
    moments =
      kind == .adam
      ? parameters.map { (FloatBuffer(count: $0.values.count), FloatBuffer(count: $0.values.count)) } : []
  }

  /// The norm of all gradients together.
  func gradientNorm() -> Double {
    var total = 0.0
    for parameter in parameters {
      let gradient = parameter.gradient
      let pieces = (gradient.count + Self.range - 1) / Self.range
      let sums = IndexedResults(repeating: 0.0, count: pieces)
      workers.forRanges(gradient.count, step: Self.range) { range in
        sums.values[range.lowerBound / Self.range] = Optimizers.sumOfSquares(gradient.pointer, range: range)
      }
      total += sums.total
    }
    return total.squareRoot()
  }

  /// Takes one step, with the gradients scaled down to a norm of `clip` if theirs is larger (as
  /// torch.nn.utils.clip_grad_norm_ does). Returns the norm before.
  @discardableResult
  func update(clip: Double?) -> Double {
    let norm = gradientNorm()
    let scale = clip.map { Float(min(1, $0 / (norm + 1e-6))) } ?? 1
    step += 1
    let (step, rate, kind) = (step, rate, kind)
    for (index, parameter) in parameters.enumerated() {
      let (values, gradient) = (parameter.values, parameter.gradient)
      let moments = kind == .adam ? moments[index] : nil
      workers.forRanges(values.count, step: Self.range) { range in
        if let moments {
          Optimizers.adam(
            values.pointer, gradient.pointer, moments.first.pointer, moments.second.pointer, range: range,
            rate: rate, scale: scale, step: step)
        } else {
          Optimizers.descend(
            values.pointer, gradient.pointer, range: range, rate: Float(rate), scale: scale)
        }
      }
    }
    return norm
  }
}
