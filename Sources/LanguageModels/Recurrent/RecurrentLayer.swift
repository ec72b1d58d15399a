import Kernels

/// The weights of one recurrent layer in one direction, in PyTorch's layout: G gates stacked.
///
/// H units; P = H, unless a projection makes the hidden state narrower (`proj_size`; Sak et al., 2014).
public struct RecurrentLayer: Sendable {
  /// What the layer is made of.
  public let cell: CellKind
  /// `[G H, input]`.
  public let inputWeights: Parameter
  /// `[G H, P]`.
  public let recurrentWeights: Parameter
  /// `[G H]`, added once beside `recurrentBias`.
  public let inputBias: Parameter
  /// `[G H]`.
  public let recurrentBias: Parameter
  /// `[P, H]`: what the hidden state is multiplied by before it is read, by the next step as well; nil for a
  /// layer whose hidden state is read as it is.
  public let projection: Parameter?

  /// The width of what the layer reads.
  public var inputSize: Int { inputWeights.shape[1] }
  /// H: the width of the gates and of the cell state.
  public var cellSize: Int { recurrentWeights.shape[0] / cell.gates }
  /// P: the width of the hidden state, which is the layer's output.
  public var hiddenSize: Int { recurrentWeights.shape[1] }
  /// All tensors, in PyTorch's order.
  public var parameters: [Parameter] {
    [inputWeights, recurrentWeights, inputBias, recurrentBias] + (projection.map { [$0] } ?? [])
  }

  /// The layer made of tensors of matching shapes.
  public init(
    cell: CellKind, inputWeights: Parameter, recurrentWeights: Parameter, inputBias: Parameter,
    recurrentBias: Parameter, projection: Parameter? = nil
  ) {
    let rows = recurrentWeights.shape[0]
    precondition(inputWeights.shape[0] == rows && rows % cell.gates == 0)
    precondition(
      projection?.shape ?? [rows / cell.gates, rows / cell.gates]
        == [recurrentWeights.shape[1], rows / cell.gates])
    self.cell = cell
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.inputBias = inputBias
    self.recurrentBias = recurrentBias
    self.projection = projection
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
      inputBias: inputBias.copy(), recurrentBias: recurrentBias.copy(), projection: projection?.copy())
  }
}
