import Corpora
import Runs
import Settings
import TensorFiles

extension RunDescription {
  /// The checkpoint that pretraining ends with.
  public static let pretrainedName = "pretrain"
  /// The checkpoint that fine-tuning ends with, unless it is given a name.
  public static let finetunedName = "finetune"

  /// Reads and checks a run's `run.toml`.
  ///
  /// - Throws: `SettingsError`, which names the line.
  public init(_ folder: RunFolder) throws {
    let root = try SettingsTable(contentsOf: folder.settings)
    try root.rejectUnknownKeys(allowed: [
      "name", "seed", "corpora", "models", "vocabulary", "model", "pretrain", "epochs", "finetune",
      "checkpoints", "tags", "stages", "pruning", "cluster",
    ])
    name = try root.string("name") ?? folder.name
    let number = try root.integer("seed") ?? 1
    guard number >= 0 else { throw root.invalid("seed", "a seed is 0 or more") }
    seed = UInt64(number)
    models = try ModelReference.all(root, folder)
    corpora = [:]
    // A run of recordings alone has no texts of its own.
    if let tables = try models.isEmpty
      ? root.required("corpora", root.table("corpora")) : root.table("corpora")
    {
      for key in tables.keys {
        let table = try tables.required(key, tables.table(key))
        corpora[key] = try RunCorpus(table, folder: folder)
      }
    }
    vocabulary = try root.table("vocabulary").map(VocabularySettings.init)
    model = try root.table("model").map(ModelSettings.init)
    pretrain = try root.table("pretrain").map(PretrainSettings.init)
    let epochTable = try root.table("epochs")
    epochs = try epochTable.map(EpochSettings.init)
    if let epochTable, pretrain == nil {
      throw epochTable.invalid("corpus", "epochs are those of [pretrain], which is not there")
    }
    finetunes = try root.oneOrMoreTables("finetune").map(FinetuneSettings.init)
    checkpointType = try root.table("checkpoints").map(Self.checkpointType) ?? .float32
    let tags = try root.table("tags")
    usesTagger = try tags.map(Self.usesTagger) ?? true
    let tagSet = try tags.map(Self.tagSet) ?? .xpos
    for name in corpora.keys { corpora[name]?.description.tagSet = tagSet }
    stages = try root.tables("stages").map(StageSettings.init)
    pruning = try root.table("pruning").map(PruningSettings.init)
    cluster = try root.table("cluster").map(ClusterSettings.init) ?? ClusterSettings()
    try requireCorpora(root)
    try requireStages(root, folder)
    if pretrain != nil { _ = try root.required("model", model) }
    let needsVocabulary =
      pretrain != nil || !finetunes.isEmpty
      || stages.contains { if case .checkpoint = $0.source { true } else { false } }
    if needsVocabulary { _ = try root.required("vocabulary", vocabulary) }
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
      + finetunes.map(\.name)
  }

  private func requireCorpora(_ root: SettingsTable) throws {
    func check(_ table: SettingsTable?, _ keys: [String]) throws {
      for key in keys {
        let names = try table?.oneOrMoreStrings(key) ?? []
        guard let table, let name = names.first(where: { corpora[$0] == nil }) else { continue }
        throw table.invalid(
          key, "no corpus is called \"\(name)\"\(meant(name, corpora.keys.sorted()))")
      }
    }
    try check(root.table("vocabulary"), ["corpus"])
    try check(root.table("pretrain"), ["corpus", "held_out"])
    try check(root.table("epochs"), ["corpus"])
    for table in try root.oneOrMoreTables("finetune") { try check(table, ["corpus", "held_out"]) }
    try check(root.table("pruning"), ["train", "held_out"])
    for stage in try root.tables("stages") { try check(stage, ["corpus"]) }
  }

  private func requireStages(_ root: SettingsTable, _ folder: RunFolder) throws {
    func check(_ table: SettingsTable, _ key: String, _ source: StageSource, _ made: [String]) throws {
      let name = source.name
      switch source {
      case .model:
        guard models[name] == nil else { return }
        throw table.invalid(
          key, "no model is called \"\(name)\" under [models]\(meant(name, models.keys.sorted()))")
      case .checkpoint:
        guard !made.contains(name), !folder.exists(folder.checkpoint(name)) else { return }
        throw table.invalid(
          key,
          "no training here makes the checkpoint \"\(name)\", and no such file is in checkpoints"
            + meant(name, made))
      }
    }
    let pretrained = Array(madeCheckpoints.dropLast(finetunes.count))
    for (index, table) in try root.oneOrMoreTables("finetune").enumerated() {
      guard !madeCheckpoints.prefix(pretrained.count + index).contains(finetunes[index].name) else {
        throw table.invalid("name", "two trainings make the checkpoint \"\(finetunes[index].name)\"")
      }
      try check(table, "from", .checkpoint(finetunes[index].from), pretrained)
    }
    var names: Set<String> = []
    for (stage, table) in zip(stages, try root.tables("stages")) {
      let key = if case .model = stage.source { "model" } else { "checkpoint" }
      try check(table, key, stage.source, madeCheckpoints)
      if let parent = stage.parent { try check(table, "parent", parent, madeCheckpoints) }
      guard names.insert(stage.name).inserted else {
        throw table.invalid("name", "two stages are called \"\(stage.name)\"")
      }
    }
  }
}
