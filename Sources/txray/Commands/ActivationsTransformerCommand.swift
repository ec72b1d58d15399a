import ArgumentParser
import Experiments
import Files
import Kernels
import Tokenizers
import Transformers

/// `txray activations --checkpoint FOLDER`: the same command for a transformer.
struct ActivationsTransformerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations-transformer",
    abstract: "Print which neuron each token activates most, to compare with your own framework.",
    usage: """
      txray activations --checkpoint <folder> (--ids <file> | --text <file>)
        [--sites <pattern>] [--output <file> [--logits]] [<options>]
      """,
    discussion: """
      --ids adds no special tokens; --text puts the tokenizer's own round each line. The last of --sites is \
      printed; --output keeps all of them in a safetensors file: for each site a tensor [tokens of all \
      documents, neurons] of its name, document_starts, and with --logits the logits.
      """,
    shouldDisplay: false)

  @OptionGroup var model: TransformerOptions
  @Option(
    help: "Token ids separated by spaces, one document a line; - for standard input.", completion: .file())
  var ids: String?
  @Option(help: "Running text, one document a line; - for standard input.", completion: .file())
  var text: String?
  @Option(help: "Where activations are read: names with * for any, separated by commas.")
  var sites = Transformer.defaultSites
  @Flag(help: "Print all activations of each token, not only the strongest.") var all = false
  @Flag(help: "Keep the logits too.") var logits = false
  @Option(help: "A safetensors file for the activations of all sites.", completion: .file()) var output:
    String?
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var result: FormatOptions

  func validate() throws {
    guard (ids == nil) != (text == nil) else { throw ValidationError("give one of --ids and --text") }
    if logits, output == nil { throw ValidationError("--logits needs --output") }
  }

  func run() throws {
    let folder = try model.load()
    let workers = threading.workers
    let reader = try TransformerReader(folder.model, sites: sites, workers: workers)
    let documents = try documents(folder, rows: reader.vocabularySize)
    if let output {
      return try ActivationFile.write(
        documents, from: reader, of: folder.model, logits: logits, workers: workers, to: output)
    }
    let site = reader.sites.sites.count - 1
    let rows = TokenActivations(reader, documents, site: site, all: all)
    try Output.write { out in
      if result.format == .json {
        try out.json(piece: "{\"site\":\(reader.sites.sites[site].name.jsonLiteral),\"documents\":[")
        for (number, document) in rows.documents.enumerated() {
          try out.json(piece: (number > 0 ? "," : "") + (try JSONText(document).text))
        }
        try out.json(piece: "]}\n")
      } else {
        try writeRows(
          rows, names: model.tokenizer == nil ? try? folder.tokenizer() : try folder.tokenizer(), to: out)
      }
    }
  }

  private func documents(_ folder: TransformerFolder, rows: Int) throws -> [[Int32]] {
    if let ids { return try TokenIDFile.read(ids, vocabularySize: rows) }
    let (tokenizer, lines) = (try folder.requiredTokenizer(), try LineReader(path: text ?? "-"))
    var documents: [[Int32]] = []
    while try lines.next() {
      let ids = try tokenizer.encode(lines.line, addingSpecialTokens: true).ids
      try CollectedModelError.check(ids, rows: rows, path: folder.model.path)
      documents.append(ids)
    }
    return documents
  }

  private func writeRows(_ rows: TokenActivations, names tokenizer: Tokenizer?, to out: Output) throws {
    var lines: [[String]] = []
    for (number, document) in rows.documents.enumerated() {
      for (place, token) in document.enumerated() {
        lines.append(
          [
            "\(number)", "\(place)", "\(token.id)", tokenizer?.text(of: token.id) ?? "–",
            "\(token.argmax)", "\(token.max)",
          ] + (token.all.map { [$0.map { "\($0)" }.joined(separator: " ")] } ?? []))
      }
    }
    let header = ["document", "position", "id", "token", "argmax", "max"] + (all ? ["all"] : [])
    try out.table(header, lines, as: result.format, result.cells)
  }
}
