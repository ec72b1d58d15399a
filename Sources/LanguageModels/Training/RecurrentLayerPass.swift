import Kernels

/// Forward and backward of one recurrent layer over a minibatch, with what must be kept between the two.
///
/// Rows are those of a `PackedBatch`: R rows, B lanes. The recurrence is cut by lanes, one share a thread,
/// with no waiting between time steps; weight gradients are cut into tiles of fixed size.
final class RecurrentLayerPass {
  /// `[R, H]` hidden states.
  let output: FloatBuffer
  /// `[R, H]`: the caller adds the gradient of `output` here before `backward`.
  let outputGradient: FloatBuffer
  /// `[R, input]`: the gradient of the input, after `backward`.
  let inputGradient: FloatBuffer
  /// `[B, H]` states after the last step of each lane; the next batch starts from them.
  let hidden: FloatBuffer
  let cell: FloatBuffer

  /// H.
  var size: Int { layer.hiddenSize }

  private let layer: RecurrentLayer
  private let workers: Workers
  private let gates: FloatBuffer
  private let previousHidden: FloatBuffer
  private let previousCell: FloatBuffer
  private let cells: FloatBuffer
  private let tanhCells: FloatBuffer
  private let hiddenGradient: FloatBuffer
  private let cellGradient: FloatBuffer
  private let packedInput: PackedMatrix
  private let packedRecurrent: RecurrentProduct
  private let packedInputBack: PackedMatrix
  private let packedRecurrentBack: RecurrentProduct

  /// Columns of a weight gradient's tile. Fixed, so that the products are the same for any thread count.
  private static let tile = 128

  /// Room for up to `rows` rows in up to `lanes` lanes.
  init(_ layer: RecurrentLayer, rows: Int, lanes: Int, workers: Workers) {
    let size = layer.hiddenSize
    let input = layer.inputSize
    self.layer = layer
    self.workers = workers
    output = FloatBuffer(count: rows * size)
    outputGradient = FloatBuffer(count: rows * size)
    inputGradient = FloatBuffer(count: rows * input)
    hidden = FloatBuffer(count: lanes * size)
    cell = FloatBuffer(count: lanes * size)
    gates = FloatBuffer(count: rows * layer.width)
    previousHidden = FloatBuffer(count: rows * size)
    previousCell = FloatBuffer(count: rows * size)
    cells = FloatBuffer(count: rows * size)
    tanhCells = FloatBuffer(count: rows * size)
    hiddenGradient = FloatBuffer(count: lanes * size)
    cellGradient = FloatBuffer(count: lanes * size)
    packedInput = layer.packedInput()
    packedRecurrent = layer.packedRecurrent()
    packedInputBack = PackedMatrix(rows: layer.cell.gates * size, columns: input)
    packedRecurrentBack = layer.packedRecurrentBack()
  }

  /// Zero state in every lane.
  func resetState() {
    hidden.fill(0)
    cell.fill(0)
  }

  /// Computes `output` from `input [R, input]`, starting from `hidden` and `cell`, which it advances.
  func forward(_ input: FloatBuffer, _ batch: PackedBatch) {
    let width = layer.width
    packedInput.pack(layer.inputWeights.values.pointer, transposed: true)
    packedRecurrent.pack(layer.recurrentWeights, transposed: true)
    let bias = layer.slotBias
    let (gates, packedInput, inputSize) = (gates, packedInput, layer.inputSize)
    workers.forShares(batch.rows) { rows in
      let first = gates.pointer + rows.lowerBound * width
      for row in 0..<rows.count { (first + row * width).update(from: bias.pointer, count: width) }
      packedInput.multiply(
        input.pointer + rows.lowerBound * inputSize, rows: rows.count, into: first, resultStride: width,
        accumulate: true)
    }
    let recurrence = self.recurrence
    workers.forShares(batch.lanes.first ?? 0) { recurrence.forward($0, batch) }
  }

  /// Computes weight gradients and, if `needsInputGradient`, `inputGradient` from `outputGradient`.
  /// Weight gradients are replaced, not added to. `forward` must have run on the same input and batch.
  func backward(_ input: FloatBuffer, _ batch: PackedBatch, needsInputGradient: Bool) {
    packedRecurrentBack.pack(layer.recurrentWeights, transposed: false)
    hiddenGradient.fill(0)
    cellGradient.fill(0)
    let recurrence = self.recurrence
    workers.forShares(batch.lanes.first ?? 0) { recurrence.backward($0, batch) }
    weightGradients(input, rows: batch.rows)
    if needsInputGradient {
      let (width, size) = (layer.width, layer.inputSize)
      packedInputBack.pack(layer.inputWeights.values.pointer, transposed: false)
      let (packed, gates, result) = (packedInputBack, gates, inputGradient)
      workers.forShares(batch.rows) { rows in
        packed.multiply(
          gates.pointer + rows.lowerBound * width, rows: rows.count, leftStride: width,
          into: result.pointer + rows.lowerBound * size, accumulate: false)
      }
    }
  }

  private func weightGradients(_ input: FloatBuffer, rows: Int) {
    blockGradients(
      layer.inputWeights, layer.inputBias, gates: 0..<layer.cell.gates, slot: 0, source: input, rows: rows)
    for part in layer.cell.recurrentParts {
      blockGradients(
        layer.recurrentWeights, layer.recurrentBias, gates: part.gates, slot: part.slot,
        source: previousHidden, rows: rows)
    }
  }

  /// Gradients of the weights and biases of some gates, from the slots that hold theirs.
  private func blockGradients(
    _ weights: Parameter, _ bias: Parameter, gates range: Range<Int>, slot: Int, source: FloatBuffer,
    rows: Int
  ) {
    let (size, width, columns) = (layer.hiddenSize, layer.width, weights.shape[1])
    let (first, from) = (range.lowerBound * size, slot * size)
    let (gates, weightGradient, biasGradient) = (gates, weights.gradient, bias.gradient)
    workers.forRanges(range.count * size, step: Self.tile) { tile in
      BLAS.multiply(
        m: tile.count, n: columns, k: rows,
        gates.pointer + from + tile.lowerBound, leading: width, transposeA: true,
        source.pointer, leading: columns,
        into: weightGradient.pointer + (first + tile.lowerBound) * columns, leading: columns)
      let sums = biasGradient.pointer + first
      for column in tile { sums[column] = 0 }
      for row in 0..<rows {
        let gradient = gates.pointer + row * width + from
        for column in tile { sums[column] += gradient[column] }
      }
    }
  }

  private var recurrence: Recurrence {
    Recurrence(
      kind: layer.cell, size: layer.hiddenSize, gates: gates, output: output, outputGradient: outputGradient,
      previousHidden: previousHidden, previousCell: previousCell, cells: cells, tanhCells: tanhCells,
      hidden: hidden, cell: cell, hiddenGradient: hiddenGradient, cellGradient: cellGradient,
      packed: packedRecurrent, packedBack: packedRecurrentBack)
  }
}
