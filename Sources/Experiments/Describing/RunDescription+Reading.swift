import Corpora
import LanguageModels
import NeuronPreferences
import Settings
import TensorFiles

extension RunDescription {
  /// The checkpoint that pretraining ends with.
  public static let pretrainedName = "pretrain"
  /// The checkpoint that fine-tuning ends with.
  public static let finetunedName = "finetune"

  /// Reads and checks a run's `run.toml`.
  ///
  /// - Throws: `SettingsError`, which names the line.
  public init(_ folder: RunFolder) throws {
    let root = try SettingsTable(contentsOf: folder.settings)
    try root.rejectUnknownKeys(allowed: [
      "name", "seed", "corpora", "vocabulary", "model", "pretrain", "finetune", "checkpoints", "tags",
      "stages",
    ])
    name = try root.string("name") ?? folder.name
    let number = try root.integer("seed") ?? 1
    guard number >= 0 else { throw root.invalid("seed", "a seed is 0 or more") }
    seed = UInt64(number)
    let tables = try root.required("corpora", root.table("corpora"))
    corpora = try Dictionary(
      uniqueKeysWithValues: tables.keys.map { key in
        let table = try tables.required(key, tables.table(key))
        return (key, try RunCorpus(table, folder: folder))
      })
    let words = try root.required("vocabulary", root.table("vocabulary"))
    vocabulary = try VocabularySettings(words)
    model = try root.table("model").map(ModelSettings.init)
    pretrain = try root.table("pretrain").map(PretrainSettings.init)
    finetune = try root.table("finetune").map(FinetuneSettings.init)
    checkpointType = try root.table("checkpoints").map(Self.checkpointType) ?? .float32
    let tags = try root.table("tags")
    usesTagger = try tags.map(Self.usesTagger) ?? true
    let tagSet = try tags.map(Self.tagSet) ?? .xpos
    for name in corpora.keys { corpora[name]?.description.tagSet = tagSet }
    stages = try root.tables("stages").map(StageSettings.init)
    try requireCorpora(root)
    try requireStages(root, folder)
    if pretrain != nil { _ = try root.required("model", model) }
  }

  private static func checkpointType(_ table: SettingsTable) throws -> ElementType {
    try table.rejectUnknownKeys(allowed: ["type"])
    switch try table.string("type") {
    case nil, "f32": return .float32
    case "f16": return .float16
    case "bf16": return .bfloat16
    default: throw table.invalid("type", "weights are stored as f32, f16 or bf16")
    }
  }

  private static func usesTagger(_ table: SettingsTable) throws -> Bool {
    try table.rejectUnknownKeys(allowed: ["tagger", "set"])
    switch try table.string("tagger") {
    case nil, "builtin": return true
    case "none": return false
    default: throw table.invalid("tagger", "a tagger is builtin or none")
    }
  }

  private static func tagSet(_ table: SettingsTable) throws -> TagSet {
    guard let name = try table.string("set") else { return .xpos }
    guard let set = TagSet(rawValue: name) else {
      throw table.invalid("set", "tags are xpos (Penn Treebank's) or upos (universal)")
    }
    return set
  }

  /// The checkpoints that training makes.
  public var madeCheckpoints: [String] {
    (pretrain.map { $0.keep.map { "\(Self.pretrainedName)-epoch-\($0)" } + [Self.pretrainedName] } ?? [])
      + (finetune == nil ? [] : [Self.finetunedName])
  }

  private func requireCorpora(_ root: SettingsTable) throws {
    func check(_ table: SettingsTable?, _ keys: [String]) throws {
      for key in keys {
        guard let table, let name = try table.string(key), corpora[name] == nil else { continue }
        let known = corpora.keys.sorted()
        let meant = nearest(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        throw table.invalid(key, "no corpus is called \"\(name)\"\(meant)")
      }
    }
    try check(root.table("vocabulary"), ["corpus"])
    try check(root.table("pretrain"), ["corpus", "held_out"])
    try check(root.table("finetune"), ["corpus", "held_out"])
    for stage in try root.tables("stages") { try check(stage, ["corpus"]) }
  }

  private func requireStages(_ root: SettingsTable, _ folder: RunFolder) throws {
    func check(_ table: SettingsTable, _ key: String, _ name: String, _ made: [String]) throws {
      guard !made.contains(name), !folder.exists(folder.checkpoint(name)) else { return }
      let meant = nearest(to: name, among: made).map { "; did you mean \"\($0)\"?" } ?? ""
      throw table.invalid(
        key, "no training here makes the checkpoint \"\(name)\", and no such file is in checkpoints\(meant)")
    }
    if let finetune, let table = try root.table("finetune") {
      try check(table, "from", finetune.from, madeCheckpoints.filter { $0 != Self.finetunedName })
    }
    var names: Set<String> = []
    for (stage, table) in zip(stages, try root.tables("stages")) {
      try check(table, "checkpoint", stage.checkpoint, madeCheckpoints)
      if let parent = stage.parent { try check(table, "parent", parent, madeCheckpoints) }
      guard names.insert(stage.name).inserted else {
        throw table.invalid("name", "two stages are called \"\(stage.name)\"")
      }
    }
  }
}

extension RunCorpus {
  init(_ table: SettingsTable, folder: RunFolder) throws {
    try table.rejectUnknownKeys(allowed: [
      "path", "format", "documents", "tokenization", "text", "tags", "label", "id", "header",
      "positive_above",
    ])
    let path = try table.required("path", table.string("path"))
    guard RunFolder.staysInside(path) else {
      throw table.invalid("path", "a path is relative to the run's folder and stays inside it")
    }
    var corpus = CorpusDescription(path: folder.resolve(path))
    switch try table.string("format") {
    case nil: break
    case "text": corpus.format = .text(documents: .blankLine)
    case "jsonl": corpus.format = .jsonl
    case "csv": corpus.format = .csv
    case "tsv": corpus.format = .tsv
    case "conllu": corpus.format = .conllu
    default: throw table.invalid("format", "a format is text, jsonl, csv, tsv or conllu")
    }
    if let documents = try table.string("documents") {
      switch documents {
      case "blank-line": corpus.format = .text(documents: .blankLine)
      case "line": corpus.format = .text(documents: .line)
      case "file": corpus.format = .text(documents: .file)
      default: throw table.invalid("documents", "documents end at a blank-line, a line or the file")
      }
    }
    if let name = try table.string("tokenization") {
      guard let tokenization = Tokenization(rawValue: name) else {
        throw table.invalid("tokenization", "a tokenization is english or whitespace")
      }
      corpus.tokenization = tokenization
    }
    if let column = try table.string("text") { corpus.textColumn = CorpusColumn(column) }
    if let column = try table.string("tags") { corpus.tagColumn = CorpusColumn(column) }
    if let column = try table.string("label") { corpus.labelColumn = CorpusColumn(column) }
    if let column = try table.string("id") { corpus.idColumn = CorpusColumn(column) }
    if let header = try table.bool("header") { corpus.header = header }
    description = corpus
    positiveAbove = try table.double("positive_above") ?? 0.5
  }
}

extension VocabularySettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["corpus", "limit", "minimum_count"])
    corpus = try table.required("corpus", table.string("corpus"))
    limit = try table.integer("limit", in: 3...10_000_000)
    minimumCount = try table.integer("minimum_count", in: 1...1_000_000) ?? 1
  }
}

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
    guard keep.allSatisfy({ (1...training.schedule.epochs).contains($0) }) else {
      throw table.invalid("keep", "epochs run from 1 to \(training.schedule.epochs)")
    }
  }
}

extension FinetuneSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: TrainingSettings.keys + ["from", "freeze_embedding", "pooling"])
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

extension StageSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: [
      "name", "label", "checkpoint", "corpus", "parent", "policy", "skip_starts", "tokens",
    ])
    name = try table.required("name", table.string("name"))
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
      throw table.invalid("name", "a stage's name is that of a file: no slash, no leading dot")
    }
    label = try table.string("label") ?? name
    checkpoint = try table.required("checkpoint", table.string("checkpoint"))
    guard RunFolder.staysInside(checkpoint) else {
      throw table.invalid("checkpoint", "a checkpoint is a name in the folder checkpoints")
    }
    parent = try table.string("parent")
    if let parent, !RunFolder.staysInside(parent) {
      throw table.invalid("parent", "a checkpoint is a name in the folder checkpoints")
    }
    corpus = try table.required("corpus", table.string("corpus"))
    let policyName = try table.string("policy")
    guard let policy = policyName.map({ CollectionPolicy($0) }) ?? .max1 else {
      throw table.invalid("policy", "a policy is max1, abs-max1, topk:K or quantile:Q, as in quantile:0.99")
    }
    self.policy = policy
    skippedStarts = try table.integer("skip_starts", in: 0...1 << 20) ?? 0
    tokens = try table.integer("tokens", in: 1...Int.max)
  }
}

extension SettingsTable {
  /// An integer within a range, nil if the key isn't there.
  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let value = try integer(key) else { return nil }
    guard range.contains(value) else {
      throw invalid(
        key,
        range.upperBound == .max
          ? "a number of at least \(range.lowerBound)"
          : "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
