import Kernels

/// The weights of one recurrent layer, in PyTorch's layout: G gates stacked.
public struct RecurrentLayer: Sendable {
  /// What the layer is made of.
  public let cell: CellKind
  /// `[G H, input]`.
  public let inputWeights: Parameter
  /// `[G H, H]`.
  public let recurrentWeights: Parameter
  /// `[G H]`, added once beside `recurrentBias`.
  public let inputBias: Parameter
  /// `[G H]`.
  public let recurrentBias: Parameter

  /// The width of what the layer reads.
  public var inputSize: Int { inputWeights.shape[1] }
  /// H.
  public var hiddenSize: Int { recurrentWeights.shape[1] }
  /// The four tensors, in PyTorch's order.
  public var parameters: [Parameter] { [inputWeights, recurrentWeights, inputBias, recurrentBias] }

  /// The layer made of four tensors of matching shapes.
  public init(
    cell: CellKind, inputWeights: Parameter, recurrentWeights: Parameter, inputBias: Parameter,
    recurrentBias: Parameter
  ) {
    precondition(inputWeights.shape[0] == recurrentWeights.shape[0])
    precondition(recurrentWeights.shape[0] == cell.gates * recurrentWeights.shape[1])
    self.cell = cell
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.inputBias = inputBias
    self.recurrentBias = recurrentBias
  }

  /// Layer number `index` with weights drawn from [-1/sqrt(H), 1/sqrt(H)), PyTorch's default.
  init(index: Int, cell: CellKind, inputSize: Int, hiddenSize: Int, seed: UInt64) {
    let rows = cell.gates * hiddenSize
    self.init(
      cell: cell,
      inputWeights: Parameter(name: "rnn.weight_ih_l\(index)", shape: [rows, inputSize]),
      recurrentWeights: Parameter(name: "rnn.weight_hh_l\(index)", shape: [rows, hiddenSize]),
      inputBias: Parameter(name: "rnn.bias_ih_l\(index)", shape: [rows]),
      recurrentBias: Parameter(name: "rnn.bias_hh_l\(index)", shape: [rows]))
    let bound = 1 / Float(hiddenSize).squareRoot()
    for (number, parameter) in parameters.enumerated() {
      parameter.initialize(bound: bound, seed: seed, stream: .layer(index, tensor: number))
    }
  }

  func copy() -> RecurrentLayer {
    RecurrentLayer(
      cell: cell, inputWeights: inputWeights.copy(), recurrentWeights: recurrentWeights.copy(),
      inputBias: inputBias.copy(), recurrentBias: recurrentBias.copy())
  }
}

// How the weights are laid out for computing: `slots` blocks of H columns.
extension RecurrentLayer {
  /// Floats of a row of gates.
  var width: Int { cell.slots * hiddenSize }

  /// What a row of gates starts from: input and recurrent bias, each in its slots.
  var slotBias: FloatBuffer {
    let size = hiddenSize
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
  func packedInput() -> PackedMatrix { PackedMatrix(rows: inputSize, columns: cell.gates * hiddenSize) }

  /// Room for the transposed recurrent weights, one matrix a part.
  func packedRecurrent() -> RecurrentProduct {
    RecurrentProduct(
      size: hiddenSize, width: width,
      parts: cell.recurrentParts.map {
        ($0, PackedMatrix(rows: hiddenSize, columns: $0.gates.count * hiddenSize))
      })
  }

  /// Room for the recurrent weights as they are, `[gates H, H]` a part: the product of the way back.
  func packedRecurrentBack() -> RecurrentProduct {
    RecurrentProduct(
      size: hiddenSize, width: width,
      parts: cell.recurrentParts.map {
        ($0, PackedMatrix(rows: $0.gates.count * hiddenSize, columns: hiddenSize))
      })
  }
}

/// The products of hidden states with recurrent weights, part by part.
struct RecurrentProduct: Sendable {
  let size: Int
  let width: Int
  let parts: [(part: RecurrentPart, matrix: PackedMatrix)]

  /// Packs other weights; `transposed` for the way forward.
  func pack(_ weights: Parameter, transposed: Bool) {
    for (part, matrix) in parts {
      matrix.pack(weights.values.pointer + part.gates.lowerBound * size * size, transposed: transposed)
    }
  }

  /// `gates [rows, width] += hidden [rows, H] x weights`, each part in its slots.
  func forward(
    _ hidden: UnsafePointer<Float>, rows: Int, into gates: UnsafeMutablePointer<Float>
  ) {
    for (part, matrix) in parts {
      matrix.multiply(
        hidden, rows: rows, into: gates + part.slot * size, resultStride: width, accumulate: true)
    }
  }

  /// `hidden [rows, H] += gates [rows, width] x weights`.
  func backward(
    _ gates: UnsafePointer<Float>, rows: Int, into hidden: UnsafeMutablePointer<Float>
  ) {
    for (part, matrix) in parts {
      matrix.multiply(
        gates + part.slot * size, rows: rows, leftStride: width, into: hidden, accumulate: true)
    }
  }
}
