import Settings

/// What a run is pruned and scored on where a command doesn't say.
public struct PruningSettings: Equatable, Sendable {
  /// The model or checkpoint, by name.
  public var model: String?
  /// The corpus that it was trained on.
  public var train: String?
  /// The corpus that it was not trained on.
  public var heldOut: String?

  init(_ table: SettingsTable) throws {
    try table.rejectUnknownKeys(allowed: ["model", "train", "held_out"])
    (model, train, heldOut) = (
      try table.string("model"), try table.string("train"), try table.string("held_out")
    )
  }
}
