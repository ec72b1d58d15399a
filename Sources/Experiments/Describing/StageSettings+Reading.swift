import NeuronPreferences
import Runs
import Settings
import Transformers

extension StageSettings {
  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: [
      "name", "label", "checkpoint", "model", "corpus", "parent", "sites", "window", "overlap", "policy",
      "skip_starts", "contexts", "tokens", "feature",
    ])
    let entry = try StageList.Entry(table)
    (name, label) = (entry.name, entry.label)
    if let model = try table.string("model") {
      guard try table.string("checkpoint") == nil else {
        throw table.invalid("model", "a stage has a model or a checkpoint, not both")
      }
      source = .model(model)
      corpus = try table.string("corpus")
      parent = try table.string("parent").map { .model($0) }
    } else {
      source = .checkpoint(try Self.checkpoint(table, "checkpoint", required: "model or checkpoint"))
      corpus = try table.required("corpus", table.string("corpus"))
      parent = try table.string("parent") == nil ? nil : .checkpoint(Self.checkpoint(table, "parent"))
    }
    sites = try table.string("sites")
    window = try table.integer("window", in: 1...1 << 24)
    overlap = try table.integer("overlap", in: 0...1 << 24)
    feature = try table.string("feature").map { name in
      guard let unit = TokenUnit(rawValue: name) else {
        throw table.invalid("feature", "what is counted is a piece or a word")
      }
      return unit
    }
    policies = try Self.policies(table)
    skippedStarts = try table.integer("skip_starts", in: 0...1 << 20) ?? 0
    contexts = try Self.contexts(table)
    tokens = try table.integer("tokens", in: 1...Int.max)
  }

  /// One policy or several of different kinds; nil where the stage names none.
  static func policies(_ table: SettingsTable) throws -> [CollectionPolicy]? {
    guard let names = try table.oneOrMoreStrings("policy") else { return nil }
    let policies = try names.map { name in
      guard let policy = CollectionPolicy(name) else {
        throw table.invalid("policy", "a policy is \(CollectionPolicy.syntax), as in quantile:0.99")
      }
      return policy
    }
    guard !policies.isEmpty, Set(policies.map(\.kind.name)).count == policies.count else {
      throw table.invalid("policy", "name one policy or several, each of another kind")
    }
    return policies
  }

  /// How many contexts of a neuron are kept.
  static func contexts(_ table: SettingsTable) throws -> ContextCounts {
    guard let text = try table.string("contexts") else { return .usual }
    guard let counts = ContextCounts(text) else {
      throw table.invalid("contexts", "STRONGEST,SAMPLED are two numbers from 0 to \(ContextCounts.limit)")
    }
    return counts
  }

  /// The name of a checkpoint in the run.
  private static func checkpoint(
    _ table: SettingsTable, _ key: String, required: String? = nil
  ) throws -> String {
    let name = try table.required(required ?? key, table.string(key))
    guard RunNames.staysInside(name) else {
      throw table.invalid(key, "a checkpoint is a name in the folder checkpoints")
    }
    return name
  }

  /// How a transformer is read.
  var reading: TransformerReading {
    TransformerReading(sites: sites ?? Transformer.defaultSites, window: window, overlap: overlap)
  }
}
