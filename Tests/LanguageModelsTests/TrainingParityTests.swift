import Foundation
import Kernels
import LanguageModels
import Testing

/// Eight training steps against those that PyTorch took from the same weights.
@Suite struct TrainingParityTests {
  @Test(
    arguments: ["lstm1", "lstm2", "lstm1_tied", "lstm2_tied", "gru1", "gru2", "rnn_tanh", "rnn_relu"], [1, 2])
  func eightStepsAgree(name: String, threads: Int) throws {
    let trace = try Reference.json("\(name).training.trace.json", as: Reference.Trace.self)
    let cell = name.hasPrefix("rnn") ? CellKind(rawValue: name.uppercased()) : nil
    let model = try Checkpoint(
      contentsOf: Reference.path("\(name).training.init.safetensors"), hints: ModelHints(cell: cell)
    )
    .languageModel()
    #expect(model.tied == name.hasSuffix("tied"))
    let data = try Reference.array("train_batchified.npy")
    let lanes = data.shape[1]
    let trainer = LanguageModelTrainer(
      model, optimizer: .sgd, rate: trace.lr, clip: trace.clip, dropout: 0, lanes: lanes, steps: 10,
      seed: 1, workers: Workers(threads: threads))
    for step in trace.steps {
      let tokens = data.values.map { Int32($0) }
      let batch = PackedBatch(
        steps: step.seq_len, lanes: lanes,
        tokens: Array(tokens[step.row * lanes..<(step.row + step.seq_len) * lanes]))
      let targets = Array(tokens[(step.row + 1) * lanes..<(step.row + 1 + step.seq_len) * lanes])
      let loss = trainer.step(batch, targets: targets)
      #expect(abs(loss - step.loss) < 1e-5, "\(name) row \(step.row)")
      if step.row == 0 { try expectGradients(model, "\(name).training.grad_step0.safetensors") }
    }
    let expected = try Checkpoint(
      contentsOf: Reference.path("\(name).training.after.safetensors"), hints: ModelHints(cell: cell)
    )
    .languageModel()
    for (ours, theirs) in zip(model.parameters, expected.parameters) {
      #expect(largestDifference(ours.values, theirs.values) < 1e-4, "\(name) \(ours.name)")
    }
  }

  private func expectGradients(_ model: LanguageModel, _ file: String) throws {
    let path = Reference.path(file)
    let recorded = try GradientFile(path)
    for parameter in model.parameters {
      let expected = try #require(
        try recorded.gradient(named: parameter.name), "\(parameter.name) in \(file)")
      #expect(largestDifference(parameter.gradient, FloatBuffer(expected)) < 1e-5, "\(parameter.name)")
    }
  }

  @Test func classifierStepsAgree() throws {
    // Keys of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Trace: Decodable {
      struct Example: Decodable {
        let ids: [Int32]
        let label: Double
      }
      let examples: [Example]
      let avg_loss: Double
    }
    let trace = try Reference.json("classifier.training.trace.json", as: Trace.self)
    let classifier = try Checkpoint(contentsOf: Reference.path("classifier.training.init.safetensors"))
      .classifier()
    let trainer = ClassifierTrainer(
      classifier, optimizer: .adam, rate: 0.01, clip: 5, dropout: 0, freezeEmbedding: true, reduction: .sum,
      seed: 1, workers: Workers(threads: 2))
    var total = 0.0
    for start in stride(from: 0, to: trace.examples.count, by: 8) {
      let examples = trace.examples[start..<min(start + 8, trace.examples.count)]
      if examples.count == 8 {
        total += 8 * trainer.step(examples.map(\.ids), labels: examples.map(\.label))
      } else {
        let logits = classifier.logits(examples.map(\.ids), workers: Workers(threads: 1))
        for (logit, example) in zip(logits, examples) {
          total += Losses.binaryCrossEntropy(logit: logit, label: example.label)
        }
      }
    }
    #expect(abs(total / Double(trace.examples.count) - trace.avg_loss) < 1e-5)
    let expected = try Checkpoint(contentsOf: Reference.path("classifier.training.after.safetensors"))
      .classifier()
    for (ours, theirs) in zip(classifier.parameters, expected.parameters) {
      #expect(largestDifference(ours.values, theirs.values) < 1e-4, "\(ours.name)")
    }
  }

  private func largestDifference(_ a: FloatBuffer, _ b: FloatBuffer) -> Float {
    zip(a.buffer, b.buffer).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
