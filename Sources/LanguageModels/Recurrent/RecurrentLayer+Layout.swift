import Kernels

// How the weights are laid out for computing: `slots` blocks of H columns.
extension RecurrentLayer {
  /// Floats of a row of gates.
  var width: Int { cell.slots * cellSize }

  /// What a row of gates starts from: input and recurrent bias, each in its slots.
  var slotBias: FloatBuffer {
    let size = cellSize
    let bias = FloatBuffer(count: width)
    for i in 0..<cell.gates * size { bias.pointer[i] = inputBias.values.pointer[i] }
    for part in cell.recurrentParts {
      let first = part.gates.lowerBound * size
      for i in 0..<part.gates.count * size {
        bias.pointer[part.slot * size + i] += recurrentBias.values.pointer[first + i]
      }
    }
    return bias
  }

  /// Room for the transposed input weights, `[input, G H]`.
  func packedInput() -> PackedMatrix { PackedMatrix(rows: inputSize, columns: cell.gates * cellSize) }

  /// Room for the transposed recurrent weights, one matrix a part.
  func packedRecurrent() -> RecurrentProduct {
    RecurrentProduct(
      size: cellSize, hiddenSize: hiddenSize, width: width,
      parts: cell.recurrentParts.map {
        ($0, PackedMatrix(rows: hiddenSize, columns: $0.gates.count * cellSize))
      })
  }

  /// Room for the recurrent weights as they are, `[gates H, P]` a part: the product of the way back.
  func packedRecurrentBack() -> RecurrentProduct {
    RecurrentProduct(
      size: cellSize, hiddenSize: hiddenSize, width: width,
      parts: cell.recurrentParts.map {
        ($0, PackedMatrix(rows: $0.gates.count * cellSize, columns: hiddenSize))
      })
  }
}
