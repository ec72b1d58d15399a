import Kernels

/// The recurrent cells, with PyTorch's arithmetic.
///
/// A cell's weights are stacked in `gates` blocks of H rows. While it computes, a row of its state
/// has `slots` blocks of H values: one a gate, and for the GRU a fourth, because the hidden state's part of
/// its last gate is multiplied before it is added.
public enum CellKind: String, Sendable, CaseIterable {
  /// Long short-term memory; gates i, f, g, o.
  case lstm = "LSTM"
  /// Gated recurrent unit; gates r, z, n.
  case gru = "GRU"
  /// Elman's network with tanh.
  case rnnTanh = "RNN_TANH"
  /// Elman's network with max(0, x).
  case rnnRelu = "RNN_RELU"

  /// Blocks of H rows in the weights.
  public var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .rnnTanh, .rnnRelu: 1
    }
  }

  /// Blocks of H values in a row of gates.
  var slots: Int { self == .gru ? 4 : gates }

  /// The start of the names of sites: `lstm.0`.
  public var siteName: String {
    switch self {
    case .lstm: "lstm"
    case .gru: "gru"
    case .rnnTanh, .rnnRelu: "rnn"
    }
  }

  /// Range that its output can't leave; nil for ReLU, which knows no bound.
  public var bounds: ClosedRange<Float>? { self == .rnnRelu ? nil : -1...1 }

  /// Which gates of the recurrent weights go to which slots; those of the input weights go to the first.
  var recurrentParts: [RecurrentPart] {
    self == .gru
      ? [RecurrentPart(gates: 0..<2, slot: 0), RecurrentPart(gates: 2..<3, slot: 3)]
      : [RecurrentPart(gates: 0..<gates, slot: 0)]
  }

  /// The step after the products: activates `gates [rows, slots * H]` in place and sets `hidden`, and for an
  /// LSTM `cell` and `tanhCell`, all `[rows, H]`.
  func step(
    rows: Int, size: Int, gates: UnsafeMutablePointer<Float>, previousHidden: UnsafePointer<Float>,
    previousCell: UnsafePointer<Float>, cell: UnsafeMutablePointer<Float>,
    tanhCell: UnsafeMutablePointer<Float>?, hidden: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .lstm:
      Gates.lstm(
        rows: rows, hidden: size, gates: gates, previousCell: previousCell, cell: cell, tanhCell: tanhCell,
        hidden: hidden)
    case .gru:
      Gates.gru(rows: rows, hidden: size, gates: gates, previousHidden: previousHidden, hidden: hidden)
    case .rnnTanh:
      Gates.tanh(gates, count: rows * size)
      hidden.update(from: gates, count: rows * size)
    case .rnnRelu:
      for i in 0..<rows * size {
        gates[i] = max(0, gates[i])
        hidden[i] = gates[i]
      }
    }
  }

  /// Its backward pass: `gates` become the gradients of the pre-activations. `carried` is set to what the
  /// hidden state before the step gets besides the products; `cellGradient` is an LSTM's.
  func stepBackward(
    rows: Int, size: Int, gates: UnsafeMutablePointer<Float>, previousHidden: UnsafePointer<Float>,
    previousCell: UnsafePointer<Float>, tanhCell: UnsafePointer<Float>,
    hiddenGradient: UnsafePointer<Float>, cellGradient: UnsafeMutablePointer<Float>,
    carried: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .lstm:
      Gates.lstmBackward(
        rows: rows, hidden: size, gates: gates, previousCell: previousCell, tanhCell: tanhCell,
        hiddenGradient: hiddenGradient, cellGradient: cellGradient)
      carried.update(repeating: 0, count: rows * size)
    case .gru:
      Gates.gruBackward(
        rows: rows, hidden: size, gates: gates, previousHidden: previousHidden,
        hiddenGradient: hiddenGradient, carried: carried)
    case .rnnTanh:
      for i in 0..<rows * size { gates[i] = hiddenGradient[i] * (1 - gates[i] * gates[i]) }
      carried.update(repeating: 0, count: rows * size)
    case .rnnRelu:
      for i in 0..<rows * size { gates[i] = gates[i] > 0 ? hiddenGradient[i] : 0 }
      carried.update(repeating: 0, count: rows * size)
    }
  }
}

/// Gates of the recurrent weights that lie side by side in the slots.
struct RecurrentPart: Sendable {
  let gates: Range<Int>
  let slot: Int
}
