import Kernels

/// The part of a layer's pass that walks through time, for a range of lanes.
///
/// Lanes don't touch each other's memory, so ranges of them can run at once.
struct Recurrence: Sendable {
  let kind: CellKind
  let size: Int
  let gates: FloatBuffer
  let output: FloatBuffer
  let outputGradient: FloatBuffer
  let previousHidden: FloatBuffer
  let previousCell: FloatBuffer
  let cells: FloatBuffer
  let tanhCells: FloatBuffer
  let hidden: FloatBuffer
  let cell: FloatBuffer
  let hiddenGradient: FloatBuffer
  let cellGradient: FloatBuffer
  let packed: RecurrentProduct
  let packedBack: RecurrentProduct

  private var width: Int { kind.slots * size }

  /// Steps 0, 1, ...: from `gates` holding the input's contribution to `output` and the new states.
  func forward(_ lanes: Range<Int>, _ batch: PackedBatch) {
    for step in 0..<batch.steps {
      let active = lanes.clamped(to: 0..<batch.lanes[step])
      guard !active.isEmpty else { return }
      let row = batch.starts[step] + active.lowerBound
      let (at, count) = (row * size, active.count * size)
      copyState(step, active, row, batch)
      let slots = gates.pointer + row * width
      packed.forward(previousHidden.pointer + at, rows: active.count, into: slots)
      kind.step(
        rows: active.count, size: size, gates: slots, previousHidden: previousHidden.pointer + at,
        previousCell: previousCell.pointer + at, cell: cells.pointer + at,
        tanhCell: tanhCells.pointer + at, hidden: output.pointer + at)
      let state = active.lowerBound * size
      (hidden.pointer + state).update(from: output.pointer + at, count: count)
      (cell.pointer + state).update(from: cells.pointer + at, count: count)
    }
  }

  /// Keeps the state before a step, zero where a document begins.
  private func copyState(_ step: Int, _ active: Range<Int>, _ row: Int, _ batch: PackedBatch) {
    let state = active.lowerBound * size
    (previousHidden.pointer + row * size).update(from: hidden.pointer + state, count: active.count * size)
    (previousCell.pointer + row * size).update(from: cell.pointer + state, count: active.count * size)
    for row in row..<row + active.count where begins(row, batch) {
      (previousHidden.pointer + row * size).update(repeating: 0, count: size)
      (previousCell.pointer + row * size).update(repeating: 0, count: size)
    }
  }

  /// Steps backward: from `outputGradient` to the gradients of the pre-activations, left in `gates`.
  func backward(_ lanes: Range<Int>, _ batch: PackedBatch) {
    for step in stride(from: batch.steps - 1, through: 0, by: -1) {
      let active = lanes.clamped(to: 0..<batch.lanes[step])
      guard !active.isEmpty else { continue }
      let row = batch.starts[step] + active.lowerBound
      let (at, state) = (row * size, active.lowerBound * size)
      let gradient = outputGradient.pointer + at
      for i in 0..<active.count * size { gradient[i] += hiddenGradient.pointer[state + i] }
      let slots = gates.pointer + row * width
      kind.stepBackward(
        rows: active.count, size: size, gates: slots, previousHidden: previousHidden.pointer + at,
        previousCell: previousCell.pointer + at, tanhCell: tanhCells.pointer + at, hiddenGradient: gradient,
        cellGradient: cellGradient.pointer + state, carried: hiddenGradient.pointer + state)
      packedBack.backward(slots, rows: active.count, into: hiddenGradient.pointer + state)
      for lane in 0..<active.count where begins(row + lane, batch) {
        (hiddenGradient.pointer + state + lane * size).update(repeating: 0, count: size)
        (cellGradient.pointer + state + lane * size).update(repeating: 0, count: size)
      }
    }
  }

  private func begins(_ row: Int, _ batch: PackedBatch) -> Bool {
    !batch.resets.isEmpty && batch.resets[row]
  }
}
