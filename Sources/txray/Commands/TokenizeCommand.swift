import ArgumentParser
import Files
import Tokenizers

struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Cut text into the tokens of a sub-word tokenizer, to compare with your own framework.",
    discussion: """
      Each line of the text is a document. Offsets count the bytes of the line. Text that spells a special token
      is text unless --special-text says otherwise.
      """)

  @Option(
    help: "A tokenizer.json, or a model's folder: tokenizer.json, vocab.txt, or vocab.json with merges.txt.",
    completion: .file())
  var tokenizer: String
  @Option(help: "Running text, one document a line; - for standard input.", completion: .file())
  var text: String
  @Flag(help: "Put the tokenizer's own tokens round each document.") var special = false
  @Flag(help: "Let text that spells a special token be that token.") var specialText = false
  @Option(help: "table, json or tsv.") var format: OutputFormat = .table

  func run() throws {
    let tokenizer = try Tokenizer(contentsOf: self.tokenizer)
    let lines = try LineReader(path: text)
    if format == .json {
      try printJSON(tokenizer, lines)
    } else {
      try printRows(tokenizer, lines)
    }
  }

  private func encode(_ line: UnsafeBufferPointer<UInt8>, _ tokenizer: Tokenizer) throws -> Encoding {
    try tokenizer.encode(line, addingSpecialTokens: special, readsSpecialTokens: specialText)
  }

  private func printJSON(_ tokenizer: Tokenizer, _ lines: LineReader) throws {
    let out = StandardStream.output
    var text = "{\"documents\":["
    while try lines.next() {
      let encoding = try encode(lines.line, tokenizer)
      if lines.lineNumber > 1 { text += "," }
      let ids = encoding.ids.map(String.init).joined(separator: ",")
      let offsets = encoding.offsets.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",")
      text += "\n{\"ids\":[\(ids)],\"offsets\":[\(offsets)]}"
      if text.utf8.count > 1 << 16 {
        out.write(text)
        text = ""
      }
    }
    out.write(text + "\n]}\n")
  }

  private func printRows(_ tokenizer: Tokenizer, _ lines: LineReader) throws {
    var rows: [[String]] = []
    while try lines.next() {
      let encoding = try encode(lines.line, tokenizer)
      for (place, id) in encoding.ids.enumerated() {
        let offsets = encoding.offsets[place]
        rows.append([
          "\(lines.lineNumber - 1)", "\(place)", "\(id)", printable(tokenizer.text(of: id) ?? "–"),
          "\(offsets.lowerBound)", "\(offsets.upperBound)",
        ])
      }
    }
    let header = ["document", "position", "id", "token", "start", "end"]
    StandardStream.output.write(formatted(header, rows, as: format))
  }
}
