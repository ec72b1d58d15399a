import Glibc
import Kernels

/// The head that predicts tokens from final hidden states.
struct LanguageHead: Sendable {
  /// What masked models do first.
  let transform: HeadTransform?
  /// H to V.
  let output: Linear
  /// The soft cap of logits; 0 for none.
  let softCap: Float

  /// V, as many as the output has.
  var vocabularySize: Int { output.outputs }

  /// `logits [rows, V]` of `states [rows, H]`.
  func apply(_ states: UnsafePointer<Float>, rows: Int, into logits: UnsafeMutablePointer<Float>) {
    if let transform {
      let room = FloatBuffer(count: rows * output.inputs)
      transform.apply(states, rows: rows, into: room.pointer)
      withExtendedLifetime(room) { output.apply(room.pointer, rows: rows, into: logits) }
    } else {
      output.apply(states, rows: rows, into: logits)
    }
    guard softCap > 0 else { return }
    let count = rows * vocabularySize
    for i in 0..<count { logits[i] /= softCap }
    Activation.tanh.apply(to: logits, count: count)
    for i in 0..<count { logits[i] *= softCap }
  }
}

/// A product, an activation and perhaps a norm, before the last product of a head.
struct HeadTransform: Sendable {
  let dense: Linear
  let activation: Activation
  let norm: Norm?

  /// `result [rows, H]` of `input [rows, H]`.
  func apply(_ input: UnsafePointer<Float>, rows: Int, into result: UnsafeMutablePointer<Float>) {
    dense.apply(input, rows: rows, into: result)
    activation.apply(to: result, count: rows * dense.outputs)
    norm?.apply(result, rows: rows, into: result)
  }
}
