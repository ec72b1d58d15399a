import NeuronPreferences
import Settings

/// What is collected after every epoch of pretraining, so that the run shows how preferences form: snapshots, whose weights
/// are not kept.
public struct EpochSettings: Equatable, Sendable {
  /// The text, by name.
  public var corpus: String
  /// Tokens to collect over: whole documents until there are at least so many; nil for all.
  public var tokens: Int?
  /// Which activations count; each policy gives a snapshot of its own.
  public var policies: [CollectionPolicy]
  /// Firings of each neuron that are kept with their context.
  public var contexts: ContextCounts
  /// Whether the untrained network is epoch 0.
  public var keepsUntrained: Bool

  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["corpus", "tokens", "policy", "contexts", "untrained"])
    corpus = try table.required("corpus", table.string("corpus"))
    tokens = try table.integer("tokens", in: 1...Int.max)
    policies = try StageSettings.policies(table) ?? CollectionPolicy.standard
    contexts = try StageSettings.contexts(table)
    keepsUntrained = try table.bool("untrained") ?? true
  }
}
