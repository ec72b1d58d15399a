import ArgumentParser
import Corpora
import Experiments
import Files
import Kernels
import LanguageModels

struct ActivationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations",
    abstract: "Print which neuron each token activates most, to compare with your own framework.",
    usage: """
      txray activations --checkpoint <file> (--ids <file> | --text <file>)
        [<options>]
      """,
    discussion: """
      The state starts at zero on every line. The strongest neuron is the largest signed hidden state of the \
      last layer, the lowest number of equals.
      """)

  @OptionGroup var model: CheckpointOptions
  @Option(help: "Its vocabulary, one token a line; needed with --text.", completion: .file())
  var vocabulary: String?
  @Option(
    help: "Token ids separated by spaces, one document a line; - for standard input.", completion: .file())
  var ids: String?
  @Option(help: "Running text, one document a line; - for standard input.", completion: .file())
  var text: String?
  @Flag(help: "Print all hidden states of each token, not only the strongest.") var all = false
  @Option(help: "Layer to read, from 0. Default: the last.") var layer: Int?
  @Option(help: "Threads to use; results don't depend on it.") var threads: Int?
  @OptionGroup var result: FormatOptions

  func validate() throws {
    guard (ids == nil) != (text == nil) else { throw ValidationError("give one of --ids and --text") }
    if text != nil, vocabulary == nil { throw ValidationError("--text needs --vocabulary") }
    if let threads, threads < 1 { throw ValidationError("--threads takes a number of at least 1") }
  }

  func run() throws {
    let checkpoint: Checkpoint
    var vocabulary: Vocabulary?
    if let path = self.vocabulary {
      (checkpoint, vocabulary) = try model.load(vocabulary: path)
    } else {
      checkpoint = try model.load()
    }
    let sizes = checkpoint.encoder.configuration
    guard (0..<sizes.layers).contains(layer ?? 0) else {
      throw ValidationError("--layer takes a number from 0 to \(sizes.layers - 1)")
    }
    let workers = Workers(threads: threads)
    let documents = try documents(vocabulary, sizes)
    let rows = TokenActivations(
      ActivationReader(checkpoint.encoder, workers: workers), documents, site: layer ?? sizes.layers - 1,
      all: all)
    var logits: [Double]?
    if case .classifier(let classifier) = checkpoint.model {
      logits = classifier.logits(documents, workers: workers)
    }
    try Output.write { out in
      if result.format == .json {
        try writeJSON(rows, site: sizes.sites[layer ?? sizes.layers - 1], logits: logits, to: out)
      } else {
        try writeRows(rows, vocabulary, to: out)
      }
    }
  }

  private func documents(_ vocabulary: Vocabulary?, _ sizes: EncoderConfiguration) throws -> [[Int32]] {
    if let ids { return try TokenIDFile.read(ids, vocabularySize: sizes.vocabularySize) }
    guard let text, let vocabulary else { return [] }
    let description = CorpusDescription(path: text, format: .text(documents: .line))
    return try EncodedCorpus(description, vocabulary: vocabulary).documents
  }

  private func writeJSON(_ rows: TokenActivations, site: String, logits: [Double]?, to out: Output) throws {
    try out.json(piece: "{\"site\":\(site.jsonLiteral),\"documents\":[")
    for (number, document) in rows.documents.enumerated() {
      try out.json(piece: (number > 0 ? "," : "") + (try JSONText(document).text))
    }
    try out.json(piece: "]")
    if let logits { try out.json(piece: ",\"logits\":\(try JSONText(logits).text)") }
    try out.json(piece: "}\n")
  }

  private func writeRows(_ rows: TokenActivations, _ vocabulary: Vocabulary?, to out: Output) throws {
    var lines: [[String]] = []
    for (number, document) in rows.documents.enumerated() {
      for (place, token) in document.enumerated() {
        lines.append(
          [
            "\(number)", "\(place)", "\(token.id)", vocabulary?.tokens[Int(token.id)] ?? "–",
            "\(token.argmax)", "\(token.max)",
          ] + (token.all.map { [$0.map { "\($0)" }.joined(separator: " ")] } ?? []))
      }
    }
    let header = ["document", "position", "id", "token", "argmax", "max"] + (all ? ["all"] : [])
    try out.table(header, lines, as: result.format, result.cells)
  }
}
