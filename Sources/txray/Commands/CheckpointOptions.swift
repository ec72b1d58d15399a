import ArgumentParser
import Corpora
import LanguageModels

/// The checkpoint named on the command line.
struct CheckpointOptions: ParsableArguments {
  @Option(help: "The checkpoint: safetensors, or what torch.save wrote.", completion: .file()) var checkpoint:
    String
  @Option(help: "LSTM, GRU, RNN_TANH or RNN_RELU; needed only where the weights' shapes don't tell.")
  var cell: CellKind?
  @Option(help: "What the tensors' names start with, for a file that holds several models.")
  var prefix = ""

  /// Reads it.
  func load() throws -> Checkpoint { try load(checkpoint) }

  /// Reads another checkpoint of the same kind.
  func load(_ path: String) throws -> Checkpoint {
    try Checkpoint(contentsOf: path, cell: cell, prefix: prefix)
  }

  /// Reads it with its vocabulary, which must have as many tokens as the embedding has rows.
  func load(vocabulary path: String) throws -> (checkpoint: Checkpoint, vocabulary: Vocabulary) {
    let vocabulary = try Vocabulary(contentsOf: path)
    let loaded = try load()
    try loaded.requireVocabulary(vocabulary.count, path: path)
    return (loaded, vocabulary)
  }
}

extension CellKind: ExpressibleByArgument {
  /// Parses the spelling used on the command line.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
