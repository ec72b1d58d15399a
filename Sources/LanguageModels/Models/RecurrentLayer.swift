/// The weights of one LSTM layer, in PyTorch's layout: gates i, f, g, o stacked.
public struct RecurrentLayer: Sendable {
  /// `[4H, input]`.
  public let inputWeights: Parameter
  /// `[4H, H]`.
  public let recurrentWeights: Parameter
  /// `[4H]`, added once beside `recurrentBias`.
  public let inputBias: Parameter
  /// `[4H]`.
  public let recurrentBias: Parameter

  /// The width of what the layer reads.
  public var inputSize: Int { inputWeights.shape[1] }
  /// H.
  public var hiddenSize: Int { recurrentWeights.shape[1] }
  /// The four tensors, in PyTorch's order.
  public var parameters: [Parameter] { [inputWeights, recurrentWeights, inputBias, recurrentBias] }

  /// The layer made of four tensors of matching shapes.
  public init(
    inputWeights: Parameter, recurrentWeights: Parameter, inputBias: Parameter, recurrentBias: Parameter
  ) {
    precondition(inputWeights.shape[0] == recurrentWeights.shape[0])
    precondition(recurrentWeights.shape[0] == 4 * recurrentWeights.shape[1])
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.inputBias = inputBias
    self.recurrentBias = recurrentBias
  }

  /// Layer number `index` with weights drawn from [-1/sqrt(H), 1/sqrt(H)), PyTorch's default.
  init(index: Int, inputSize: Int, hiddenSize: Int, seed: UInt64) {
    let rows = 4 * hiddenSize
    self.init(
      inputWeights: Parameter(name: "rnn.weight_ih_l\(index)", shape: [rows, inputSize]),
      recurrentWeights: Parameter(name: "rnn.weight_hh_l\(index)", shape: [rows, hiddenSize]),
      inputBias: Parameter(name: "rnn.bias_ih_l\(index)", shape: [rows]),
      recurrentBias: Parameter(name: "rnn.bias_hh_l\(index)", shape: [rows]))
    let bound = 1 / Float(hiddenSize).squareRoot()
    for (number, parameter) in parameters.enumerated() {
      parameter.initialize(bound: bound, seed: seed, stream: UInt64(16 + 4 * index + number))
    }
  }

  func copy() -> RecurrentLayer {
    RecurrentLayer(
      inputWeights: inputWeights.copy(), recurrentWeights: recurrentWeights.copy(),
      inputBias: inputBias.copy(), recurrentBias: recurrentBias.copy())
  }
}
