import CKernels

/// The element-wise parts of recurrent cells. B rows, H hidden units; PyTorch's gate order.
public enum Gates {
  /// One LSTM step after the products: `gates [B, 4H]` (i, f, g, o) are activated in place,
  /// `cell = f * previousCell + i * g`, `hidden = o * tanh(cell)`; all `[B, H]`.
  public static func lstm(
    rows: Int, hidden size: Int, gates: UnsafeMutablePointer<Float>,
    previousCell: UnsafePointer<Float>, cell: UnsafeMutablePointer<Float>,
    tanhCell: UnsafeMutablePointer<Float>?, hidden: UnsafeMutablePointer<Float>
  ) {
    ck_lstm_cell(rows, size, gates, previousCell, cell, tanhCell, hidden)
  }

  /// Its backward pass: `gates` (activated) become the gradient of the pre-activations; `cellGradient`
  /// enters as that of `cell` from the step after and leaves as that of `previousCell`.
  public static func lstmBackward(
    rows: Int, hidden size: Int, gates: UnsafeMutablePointer<Float>,
    previousCell: UnsafePointer<Float>, tanhCell: UnsafePointer<Float>,
    hiddenGradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>
  ) {
    ck_lstm_cell_backward(rows, size, gates, previousCell, tanhCell, hiddenGradient, cellGradient)
  }

  /// One GRU step after the products: `gates [B, 4H]` hold the pre-activations of r and z, then the input's
  /// and the hidden state's part of n's; they are activated in place, the last part stays as it is.
  /// `n = tanh(n_input + r * n_hidden)`, `hidden = (1 - z) * n + z * previousHidden`.
  public static func gru(
    rows: Int, hidden size: Int, gates: UnsafeMutablePointer<Float>,
    previousHidden: UnsafePointer<Float>, hidden: UnsafeMutablePointer<Float>
  ) {
    ck_gru_cell(rows, size, gates, previousHidden, hidden)
  }

  /// Its backward pass: `gates` (activated) become the gradients of the four pre-activations, `carried` is
  /// set to `z * hiddenGradient`, what `previousHidden` gets directly.
  public static func gruBackward(
    rows: Int, hidden size: Int, gates: UnsafeMutablePointer<Float>,
    previousHidden: UnsafePointer<Float>, hiddenGradient: UnsafePointer<Float>,
    carried: UnsafeMutablePointer<Float>
  ) {
    ck_gru_cell_backward(rows, size, gates, previousHidden, hiddenGradient, carried)
  }

  /// The logistic function, in place.
  public static func sigmoid(_ values: UnsafeMutablePointer<Float>, count: Int) { ck_sigmoid(count, values) }

  /// The hyperbolic tangent, in place.
  public static func tanh(_ values: UnsafeMutablePointer<Float>, count: Int) { ck_tanh(count, values) }
}
