import ArgumentParser
import Corpora
import Experiments
import LanguageModels

/// The checkpoint named on the command line.
struct CheckpointOptions: ParsableArguments {
  @Option(help: "The checkpoint: safetensors, or what torch.save wrote.", completion: .file()) var checkpoint:
    String
  @Option(help: "LSTM, GRU, RNN_TANH or RNN_RELU; needed only where the weights' shapes don't tell.")
  var cell: CellKind?
  @Option(help: "What the tensors' names start with, for a file that holds several models.")
  var prefix = ""

  @Option(
    help: ArgumentHelp(
      "Tensors whose names start so take no part in the model; repeat it for several.", valueName: "name"))
  var ignore: [String] = []
  @Option(help: "relu, tanh or none: what stands between the layers of a head that has several.")
  var activation: HeadActivation?
  @Option(help: "last, mean, max or last-mean-max: what a head for documents reads of their states.")
  var pooling: Pooling?

  @Option(help: "The vocabulary's token for unknown words, where it has none of the usual spellings.")
  var unknown: String?

  /// What was said where the file can't tell.
  var hints: ModelHints {
    ModelHints(cell: cell, prefix: prefix, ignored: ignore, activation: activation, pooling: pooling)
  }

  /// Reads it.
  func load() throws -> Checkpoint { try load(checkpoint) }

  /// Reads another checkpoint of the same kind.
  func load(_ path: String) throws -> Checkpoint {
    try Checkpoint(contentsOf: path, hints: hints)
  }

  /// Reads it with its vocabulary, which must have as many tokens as the embedding has rows, or a few less where rows
  /// were added to a round number.
  func load(vocabulary path: String) throws -> (checkpoint: Checkpoint, vocabulary: Vocabulary) {
    let vocabulary = try Vocabulary(anyFileAt: path, unknown: unknown)
    let loaded = try load()
    try loaded.requireVocabulary(vocabulary.count, path: path)
    let padding = loaded.encoder.vocabularySize - vocabulary.count
    if padding > 0 {
      MessageStream.note(
        "the embedding has \(padding) rows more than \(path) has tokens; they are taken for padding")
    }
    return (loaded, vocabulary)
  }
}

extension HeadActivation: ExpressibleByArgument {}
extension Pooling: ExpressibleByArgument {}

extension CellKind: ExpressibleByArgument {
  /// Parses the spelling used on the command line.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
