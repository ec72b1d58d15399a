import ArgumentParser
import Corpora
import Experiments
import Glibc
import Kernels
import Transformers

/// `txray evaluate --checkpoint FOLDER`: the same command for a causal transformer.
struct EvaluateTransformerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-transformer",
    abstract: "Score a causal transformer on a text: loss and perplexity.",
    usage: """
      txray evaluate --checkpoint <folder> (--corpus <file> | --ids <file>)
        [--window <tokens>] [--stride <tokens>] [<options>]
      """,
    discussion: """
      The mean loss, in nats, over predicted tokens; the first of a document is not one. Documents longer \
      than the window are read in windows, each --stride tokens after the one before: the tokens that a \
      window shares with it are context and don't count again. Masked models have no such perplexity.
      """,
    shouldDisplay: false)

  @OptionGroup var model: TransformerOptions
  @Option(help: "The text, in any format that collect reads; - for standard input.", completion: .file())
  var corpus: String?
  @Option(
    help: "Token ids separated by spaces, one document a line; - for standard input.", completion: .file())
  var ids: String?
  @Option(help: "Tokens read at once. (default: what the model was made for, at most 4096)")
  var window: Int?
  @Option(help: "Tokens from one window to the next. (default: the window)") var stride: Int?
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var result: FormatOptions

  func validate() throws {
    guard (ids == nil) != (corpus == nil) else { throw ValidationError("give one of --ids and --corpus") }
    if let stride, stride < 1 { throw ValidationError("--stride takes a number of at least 1") }
  }

  func run() throws {
    let folder = try model.load()
    let documents = try documents(folder)
    let length = window ?? folder.model.defaultWindow
    guard (stride ?? length) <= length else {
      throw ValidationError("--stride takes a number of at most the window's \(length)")
    }
    let losses = try folder.model.tokenLosses(
      documents, window: length, overlap: length - (stride ?? length), workers: threading.workers)
    let known = losses.joined().compactMap { $0 }
    // Where nothing is predicted there is no mean: null in JSON.
    let loss = known.isEmpty ? Double.nan : known.reduce(0, +) / Double(known.count)
    struct Record: Encodable {
      let tokens: Int
      let loss, perplexity: Double
    }
    try Output.write { out in
      if result.format == .json {
        try out.json(Record(tokens: known.count, loss: loss, perplexity: exp(loss)))
      } else {
        try out.table(
          ["tokens", "loss", "perplexity"],
          [
            [
              "\(known.count)", known.isEmpty ? "–" : fixed(loss, 4),
              known.isEmpty ? "–" : fixed(exp(loss), 2),
            ]
          ],
          as: result.format, result.cells)
      }
    }
  }

  private func documents(_ folder: TransformerFolder) throws -> [[Int32]] {
    let rows = folder.model.architecture.vocabularySize
    if let ids { return try TokenIDFile.read(ids, vocabularySize: rows) }
    let encoder = DocumentEncoder.pieces(try folder.requiredTokenizer())
    var documents: [[Int32]] = []
    try CorpusReader(CorpusDescription(path: corpus ?? "-")).forEachDocument { document in
      let ids = try encoder.encode(document).ids
      try CollectedModelError.check(ids, rows: rows, path: folder.model.path)
      documents.append(ids)
      return true
    }
    return documents
  }
}
