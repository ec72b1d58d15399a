import LanguageModels
import Runs
import Settings

extension ModelSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["cell", "embedding", "hidden", "layers", "tied"])
    cell = .lstm
    if let name = try table.string("cell") {
      guard let kind = CellKind(rawValue: name.uppercased()) else {
        throw table.invalid("cell", "a cell is lstm, gru, rnn_tanh or rnn_relu")
      }
      cell = kind
    }
    hiddenSize = try table.required("hidden", table.integer("hidden", in: 1...65_536))
    embeddingSize = try table.integer("embedding", in: 1...65_536) ?? hiddenSize
    layers = try table.integer("layers", in: 1...64) ?? 1
    tied = try table.bool("tied") ?? (embeddingSize == hiddenSize)
    guard !tied || embeddingSize == hiddenSize else {
      throw table.invalid("tied", "a tied decoder needs embedding and hidden of one size")
    }
  }
}

extension TrainingSettings {
  static let keys = [
    "corpus", "held_out", "epochs", "optimizer", "learning_rate", "anneal", "patience", "clip", "dropout",
    "batch_size",
  ]

  init(
    _ table: SettingsTable, epochs: Int, optimizer rule: OptimizerKind, rates: [OptimizerKind: Double],
    batchSize size: Int
  ) throws {
    corpus = try table.required("corpus", table.string("corpus"))
    heldOut = try table.required("held_out", table.string("held_out"))
    optimizer = rule
    if let name = try table.string("optimizer") {
      guard let kind = OptimizerKind(rawValue: name) else {
        throw table.invalid("optimizer", "an optimizer is sgd or adam")
      }
      optimizer = kind
    }
    let rate = try table.double("learning_rate") ?? rates[optimizer] ?? 1
    guard rate > 0, rate.isFinite else { throw table.invalid("learning_rate", "a rate is above 0") }
    let anneal = try table.double("anneal") ?? (optimizer == .sgd ? 4 : 1)
    guard anneal >= 1, anneal.isFinite else {
      throw table.invalid("anneal", "the rate is divided by a number of at least 1")
    }
    schedule = TrainingSchedule(
      epochs: try table.integer("epochs", in: 1...100_000) ?? epochs, rate: rate, anneal: anneal,
      patience: try table.integer("patience", in: 1...100_000))
    clip = try table.double("clip")
    if let clip, !(clip > 0) { throw table.invalid("clip", "a gradient norm is above 0") }
    dropout = try table.double("dropout") ?? 0
    guard (0..<1).contains(dropout) else {
      throw table.invalid("dropout", "a share is at least 0 and below 1")
    }
    batchSize = try table.integer("batch_size", in: 1...65_536) ?? size
  }
}

extension PretrainSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: TrainingSettings.keys + ["bptt", "keep"])
    training = try TrainingSettings(
      table, epochs: 20, optimizer: .sgd, rates: [.sgd: 20, .adam: 0.001], batchSize: 20)
    steps = try table.integer("bptt", in: 1...10_000) ?? 35
    keep = try table.integers("keep") ?? []
    guard keep.allSatisfy({ (0...training.schedule.epochs).contains($0) }) else {
      throw table.invalid("keep", "epochs run from 0, the untrained model, to \(training.schedule.epochs)")
    }
  }
}

extension FinetuneSettings {
  /// The name of the checkpoint that an entry of `[[finetune]]` makes.
  static func name(_ table: SettingsTable) throws -> String {
    try table.string("name") ?? RunDescription.finetunedName
  }

  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(
      allowed: TrainingSettings.keys + ["name", "seed", "from", "freeze_embedding", "pooling"])
    name = try Self.name(table)
    guard RunNames.isStageName(name) else {
      throw table.invalid("name", "a checkpoint's name is that of a file: no slash, no leading dot")
    }
    seed = try table.integer("seed", in: 0...Int.max).map(UInt64.init)
    training = try TrainingSettings(
      table, epochs: 10, optimizer: .adam, rates: [.sgd: 0.1, .adam: 0.001], batchSize: 32)
    from = try table.string("from") ?? RunDescription.pretrainedName
    freezeEmbedding = try table.bool("freeze_embedding") ?? true
    switch try table.string("pooling") {
    case nil, "last": pooling = .last
    case "last-mean-max": pooling = .lastMeanMax
    default: throw table.invalid("pooling", "a head reads last or last-mean-max")
    }
  }
}
