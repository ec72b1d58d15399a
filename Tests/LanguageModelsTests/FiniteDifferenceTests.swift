import Kernels
import LanguageModels
import Statistics
import Testing

/// Gradients against differences of the loss: a derivation that shares nothing with the backward pass.
@Suite struct FiniteDifferenceTests {
  /// A pass over some fixed input with a learning rate of 0: the loss, and gradients left in the parameters.
  struct Problem {
    let parameters: [Parameter]
    let loss: () -> Double
  }

  /// Along every tensor's own gradient, along random directions and in single elements, the loss must change
  /// as the gradient says.
  ///
  /// The loss comes from single precision, so it is known to about 1e-7; with a step of 1e-2 the quotient is
  /// good to 1e-5, and the third derivative adds as much again.
  func check(_ problem: Problem, at location: SourceLocation = #_sourceLocation) {
    _ = problem.loss()
    let gradients = problem.parameters.map(\.gradient.array)
    for (index, parameter) in problem.parameters.enumerated() {
      let gradient = gradients[index]
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(norm > 0, "\(parameter.name) has no gradient", sourceLocation: location)
      let generator = CounterGenerator(seed: 5, stream: UInt64(index))
      var directions = [gradient.map { Float(Double($0) / norm) }]
      for draw in 0..<2 {
        let random = gradient.indices.map { generator.uniform(UInt64(draw * gradient.count + $0)) - 0.5 }
        let length = random.reduce(0) { $0 + $1 * $1 }.squareRoot()
        directions.append(random.map { $0 / length })
      }
      for place in gradient.indices.sorted(by: { abs(gradient[$0]) > abs(gradient[$1]) }).prefix(3) {
        directions.append(gradient.indices.map { $0 == place ? 1 : 0 })
      }
      for direction in directions {
        let expected = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        // A rectifier or maximum may turn over within a step; then it must not within a smaller one.
        let found = [1e-2, 3e-3, 1e-3].map { slope(problem, parameter, direction, step: $0) }
        #expect(
          found.contains { abs($0 - expected) < 1e-4 + 5e-3 * abs(expected) },
          "\(parameter.name): \(found), not \(expected)", sourceLocation: location)
      }
    }
  }

  private func slope(
    _ problem: Problem, _ parameter: Parameter, _ direction: [Float], step: Float
  ) -> Double {
    let start = parameter.values.array
    let losses = [step, -step].map { step in
      parameter.values.assign(zip(start, direction).map { $0 + step * $1 })
      return problem.loss()
    }
    parameter.values.assign(start)
    return (losses[0] - losses[1]) / Double(2 * step)
  }

  static let cells: [CellKind] = [.lstm, .gru, .rnnTanh, .rnnRelu]

  private func tokens(_ count: Int, below limit: Int, stream: UInt64) -> [Int32] {
    let generator = CounterGenerator(seed: 9, stream: stream)
    return (0..<count).map { Int32(generator[UInt64($0)] % UInt64(limit)) }
  }

  /// Embedding, every gate of both layers and the softmax; decoder tied to the embedding and on its own.
  @Test(arguments: cells, [false, true]) func languageModels(cell: CellKind, tied: Bool) {
    let sizes = EncoderConfiguration(
      vocabularySize: 11, embeddingSize: 6, hiddenSize: 6, layers: 2, cell: cell)
    let model = LanguageModel(sizes, tied: tied, seed: 3)
    for parameter in model.parameters { spread(parameter) }
    let (lanes, steps) = (3, 4)
    let batch = PackedBatch(
      steps: steps, lanes: lanes, tokens: tokens(lanes * steps, below: 11, stream: 1))
    let targets = tokens(lanes * steps, below: 11, stream: 2)
    for dropout in [0, 0.3] as [Float] {
      check(
        Problem(parameters: model.parameters) {
          // A new trainer each time: its first step draws the same dropout masks again.
          LanguageModelTrainer(
            model, optimizer: .sgd, rate: 0, clip: nil, dropout: dropout, lanes: lanes, steps: steps, seed: 4,
            workers: Workers(threads: 1)
          ).step(batch, targets: targets)
        })
    }
  }

  /// The head on the last state, and on last, mean and maximum, down to the embedding.
  @Test(arguments: cells, Pooling.allCases) func classifiers(cell: CellKind, pooling: Pooling) {
    let sizes = EncoderConfiguration(
      vocabularySize: 11, embeddingSize: 5, hiddenSize: 6, layers: 2, cell: cell)
    let classifier = Classifier(pretrained: Encoder(sizes, seed: 3), pooling: pooling, seed: 3)
    for parameter in classifier.parameters { spread(parameter) }
    let documents = [5, 1, 3, 7].map { tokens($0, below: 11, stream: UInt64($0)) }
    for reduction in [GradientReduction.mean, .sum] {
      check(
        Problem(parameters: classifier.parameters) {
          let trainer = ClassifierTrainer(
            classifier, optimizer: .sgd, rate: 0, clip: nil, dropout: 0.3, freezeEmbedding: false,
            reduction: reduction, seed: 4, workers: Workers(threads: 1))
          let loss = trainer.step(documents, labels: [1, 0, 1, 1])
          return reduction == .mean ? loss : loss * Double(documents.count)
        })
    }
  }

  /// Weights large enough for gates to leave their middle.
  private func spread(_ parameter: Parameter) {
    for (index, value) in parameter.values.array.enumerated() {
      parameter.values.pointer[index] = 2 * value + (parameter.name.contains("bias") ? 0.25 : 0)
    }
  }
}
