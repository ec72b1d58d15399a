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
  @Flag(help: "The text is tokenized already: cut it at white space only.") var pretokenized = false
  @Flag(help: "Every character of the text is a token.") var characters = false
  @Flag(help: "Print all hidden states of each token, not only the strongest.") var all = false
  @Option(help: "Layer to read, from 0, each direction one. Default: the last.") var layer: Int?
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var result: FormatOptions

  func validate() throws {
    guard (ids == nil) != (text == nil) else { throw ValidationError("give one of --ids and --text") }
    if pretokenized, characters { throw ValidationError("give one of --pretokenized and --characters") }
    if text != nil, vocabulary == nil { throw ValidationError("--text needs --vocabulary") }
  }

  func run() throws {
    let checkpoint: Checkpoint
    var vocabulary: Vocabulary?
    if let path = self.vocabulary {
      (checkpoint, vocabulary) = try model.load(vocabulary: path)
    } else {
      checkpoint = try model.load()
    }
    checkpoint.warnOfUnused()
    checkpoint.noteAssumptions { !$0.concernsHead }
    let sites = checkpoint.encoder.siteList.sites
    guard sites.indices.contains(layer ?? 0) else {
      throw ValidationError("--layer takes a number from 0 to \(sites.count - 1)")
    }
    let site = layer ?? sites.count - 1
    let workers = threading.workers
    let documents = try documents(vocabulary, checkpoint.encoder)
    let rows = TokenActivations(
      ActivationReader(checkpoint.encoder, workers: workers), documents, site: site, all: all)
    let logits = checkpoint.unused.isEmpty ? logits(of: checkpoint, documents, workers) : nil
    try Output.write { out in
      if result.format == .json {
        try writeJSON(rows, site: sites[site].name, logits: logits, to: out)
      } else {
        try writeRows(rows, vocabulary, to: out)
      }
    }
  }

  /// What a head for documents says of each: a number, or one for each class.
  private func logits(of checkpoint: Checkpoint, _ documents: [[Int32]], _ workers: Workers) -> Logits? {
    switch checkpoint.model {
    case .classifier(let classifier): .one(classifier.logits(documents, workers: workers))
    case .predictor(let predictor) where !predictor.predictsTokens:
      .several(predictor.logits(documents, workers: workers))
    default: nil
    }
  }

  private enum Logits: Encodable {
    case one([Double])
    case several([[Double]])

    func encode(to encoder: any Swift.Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .one(let logits): try container.encode(logits)
      case .several(let logits): try container.encode(logits)
      }
    }
  }

  private func documents(_ vocabulary: Vocabulary?, _ encoder: Encoder) throws -> [[Int32]] {
    if let ids { return try TokenIDFile.read(ids, vocabularySize: encoder.vocabularySize) }
    guard let text, let vocabulary else { return [] }
    var description = CorpusDescription(
      path: text, format: .text(documents: .line),
      tokenization: characters ? .characters : pretokenized ? .whitespace : .english)
    description.keepsTokens = true
    let corpus = try EncodedCorpus(description, vocabulary: vocabulary)
    corpus.unknownWords.report(path: text)
    return corpus.documents
  }

  private func writeJSON(_ rows: TokenActivations, site: String, logits: Logits?, to out: Output) throws {
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
