import NeuronPreferences
import Sites

/// What a recording says of itself in `__metadata__`.
public struct RecordingFacts: Equatable, Sendable {
  /// Where activations were read.
  public let sites: SiteList
  /// Which of them were picked; each policy gives a snapshot of its own.
  public let policies: [CollectionPolicy]
  /// The document of index i belongs to block i modulo this number.
  public let blockCount: Int
  /// Range of each site's histograms.
  public let histogramRanges: [ClosedRange<Float>]
  /// Number of bins of each neuron's histogram.
  public let histogramBins: Int
  /// Tokens left out at the start of each document.
  public let skippedStarts: Int
  /// Name of the weights.
  public let checkpoint: String
  /// What identifies the weights, normally the SHA-256 of all of them.
  public let checkpointHash: String
  /// A word that checkpoints of one training share; empty if nobody said one.
  public let lineage: String
  /// Name of the text.
  public let corpus: String
  /// SHA-256 of the text's file; empty if it had none.
  public let corpusHash: String
  /// SHA-256 of the tokenizer; empty if it is not known.
  public let tokenizerHash: String
  /// How pieces make up text.
  public let joining: PieceJoining
  /// The id of the unknown token, if there is one.
  public let unknownToken: Int32?
  /// Which process of how many wrote the file.
  public let rank, world: Int
  /// Which of the process's files it is.
  public let part: Int
  /// The program that wrote it.
  public let recorder: String
}

/// How the pieces of a tokenizer make up text.
public enum PieceJoining: String, Sendable, CaseIterable {
  /// The tokenizer does not say.
  case unknown = ""
  /// A piece spells bytes, a blank among them, with letters of GPT-2's alphabet.
  case byteLevel = "byte-level"
  /// A piece that begins with `##` goes on with the word before it; any other starts one.
  case wordPiece = "wordpiece"
  /// U+2581 is a blank, `<0x41>` a byte.
  case metaspace
  /// Every piece is a word.
  case words
}
