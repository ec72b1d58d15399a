import Kernels
import TensorFiles

/// A training between two epochs, on disk: weights, best weights, what the optimiser remembers, and counts.
///
/// Everything random is drawn from the seed and the step, so nothing else is needed to go on with the same
/// bits as if the training had never stopped.
public enum TrainingState {
  static let format = "txray.training-state"

  /// Saves a training. `recipe` identifies model, data and settings.
  ///
  /// - Throws: `FileError.io`; the file appears whole or not at all.
  public static func save(_ training: some EpochTraining, recipe: String, to path: String) throws {
    let record = training.record
    let optimizer = training.optimizer
    var writer = SafetensorsWriter(metadata: ["format": format, "recipe": recipe])
    for (index, parameter) in training.parameters.enumerated() {
      writer.add("weights.\(parameter.name)", shape: parameter.shape, floats: parameter.values.array)
      if !record.bestWeights.isEmpty {
        writer.add("best.\(parameter.name)", shape: parameter.shape, floats: record.bestWeights[index])
      }
    }
    for (parameter, moments) in zip(optimizer.parameters, optimizer.moments) {
      writer.add("moment1.\(parameter.name)", shape: parameter.shape, floats: moments.first.array)
      writer.add("moment2.\(parameter.name)", shape: parameter.shape, floats: moments.second.array)
    }
    writer.add("counts", values: [Int64(record.epoch), Int64(record.bestEpoch), Int64(optimizer.step)])
    writer.add("numbers", values: [record.bestLoss, optimizer.rate])
    try writer.write(to: path)
  }

  /// Puts a saved state into a training of the same recipe.
  ///
  /// - Throws: `TrainingError.foreignState`, `TensorFileError`.
  public static func restore(_ training: some EpochTraining, recipe: String, from path: String) throws {
    let file = try SafetensorsFile(path: path)
    guard file.metadata["format"] == format else {
      throw TrainingError.foreignState(path: path, reason: "it is not a training state")
    }
    guard file.metadata["recipe"] == recipe else {
      throw TrainingError.foreignState(path: path, reason: "it belongs to other settings or another text")
    }
    let counts: [Int] = try file.integers("counts", as: Int.self)
    let numbers = try file.doubles("numbers")
    guard counts.count == 3, numbers.count == 2 else {
      throw TrainingError.foreignState(path: path, reason: "its counts are not those of a training state")
    }
    var record = TrainingRecord()
    record.epoch = counts[0]
    record.bestEpoch = counts[1]
    record.bestLoss = numbers[0]
    var weights: [[Float]] = []
    for parameter in training.parameters {
      weights.append(try floats("weights.\(parameter.name)", like: parameter, file))
      record.bestWeights.append(try floats("best.\(parameter.name)", like: parameter, file))
    }
    var moments: [(first: [Float], second: [Float])] = []
    for parameter in training.optimizer.parameters where !training.optimizer.moments.isEmpty {
      moments.append(
        (
          try floats("moment1.\(parameter.name)", like: parameter, file),
          try floats("moment2.\(parameter.name)", like: parameter, file)
        ))
    }
    for (parameter, values) in zip(training.parameters, weights) { parameter.values.assign(values) }
    for (own, saved) in zip(training.optimizer.moments, moments) {
      own.first.assign(saved.first)
      own.second.assign(saved.second)
    }
    training.record = record
    training.optimizer.step = counts[2]
    training.optimizer.rate = numbers[1]
  }

  private static func floats(
    _ name: String, like parameter: Parameter, _ file: SafetensorsFile
  ) throws -> [Float] {
    _ = try file.requiredTensor(named: name, shape: parameter.shape.map { $0 })
    return try file.floats(name)
  }
}
