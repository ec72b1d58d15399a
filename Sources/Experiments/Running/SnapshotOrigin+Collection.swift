import LanguageModels
import NeuronPreferences

extension SnapshotOrigin {
  /// The origin of a snapshot that is about to be collected; the collection adds what it finds out on the way.
  ///
  /// - Parameters:
  ///   - checkpoint: what the snapshot calls the checkpoint: its name in a run, its path elsewhere.
  ///   - model: the checkpoint itself. One that doesn't name its training is the first of its own.
  ///   - digest: SHA-256 of the checkpoint's file.
  ///   - corpusHash: SHA-256 of the text; empty to have it computed.
  ///   - program: program and version.
  public init(
    stage: String, checkpoint: String, model: Checkpoint, digest: String, corpus: String,
    corpusHash: String = "", seed: UInt64 = 0, program: String
  ) {
    self.init(
      stage: stage, checkpoint: checkpoint, checkpointHash: digest,
      lineage: [model.metadata["lineage"] ?? digest], corpus: corpus, corpusHash: corpusHash, seed: seed,
      program: program)
  }
}
