import Kernels

/// The weights of a layer's direction, packed for running it.
struct PreparedDirection: Sendable {
  let cell: CellKind
  /// H.
  let size: Int
  /// P: the width of the hidden state.
  let hiddenSize: Int
  /// Floats of a row of gates.
  let width: Int
  let input: PackedMatrix
  let recurrent: RecurrentProduct
  let bias: FloatBuffer
  /// `[H, P]`.
  let projection: PackedMatrix?

  init(_ layer: RecurrentLayer) {
    (cell, size, hiddenSize, width) = (layer.cell, layer.cellSize, layer.hiddenSize, layer.width)
    input = layer.packedInput()
    input.pack(layer.inputWeights.values.pointer, transposed: true)
    recurrent = layer.packedRecurrent()
    recurrent.pack(layer.recurrentWeights, transposed: true)
    bias = layer.slotBias
    projection = layer.projection.map {
      PackedMatrix(rows: layer.cellSize, columns: layer.hiddenSize, $0.values.pointer, transposed: true)
    }
  }
}

/// The states of some lanes in one direction of a layer, which a step moves on.
struct DirectionState {
  private let direction: PreparedDirection
  /// `[lanes, P]`.
  let hidden: FloatBuffer
  private let cell: FloatBuffer
  /// `[lanes, H]`: the hidden state before it is projected.
  private let unprojected: FloatBuffer?
  /// `[lanes, width]`: to be set to what the input contributes, and the bias, before a step.
  let gates: FloatBuffer

  /// Zero states.
  init(_ direction: PreparedDirection, lanes: Int) {
    self.direction = direction
    hidden = FloatBuffer(count: lanes * direction.hiddenSize)
    cell = FloatBuffer(count: lanes * direction.size)
    unprojected = direction.projection.map { _ in FloatBuffer(count: lanes * direction.size) }
    gates = FloatBuffer(count: lanes * direction.width)
  }

  /// One step of the first `lanes` lanes.
  func step(lanes: Int) {
    direction.recurrent.forward(hidden.pointer, rows: lanes, into: gates.pointer)
    let result = unprojected ?? hidden
    direction.cell.step(
      rows: lanes, size: direction.size, gates: gates.pointer, previousHidden: hidden.pointer,
      previousCell: cell.pointer, cell: cell.pointer, tanhCell: nil, hidden: result.pointer)
    direction.projection?.multiply(
      result.pointer, rows: lanes, into: hidden.pointer, accumulate: false)
  }
}
