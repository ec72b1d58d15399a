import ArgumentParser
import Files
import Tokenizers

struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Cut text into the tokens of a sub-word tokenizer, to compare with your own framework.",
    usage: "txray tokenize --tokenizer <file or folder> --text <file> [<options>]",
    discussion: """
      Each line of the text is a document; offsets count its bytes. Text that spells a special token is text \
      unless --special-text is given.
      """)

  @Option(
    help: "A tokenizer.json, or a folder with one, with vocab.txt, or with vocab.json and merges.txt.",
    completion: .file())
  var tokenizer: String
  @Option(help: "Running text, one document a line; - for standard input.", completion: .file())
  var text: String
  @Flag(help: "Put the tokenizer's own tokens round each document.") var special = false
  @Flag(help: "Let text that spells a special token be that token.") var specialText = false
  @OptionGroup var result: FormatOptions

  func run() throws {
    let tokenizer = try Tokenizer(contentsOf: self.tokenizer)
    let lines = try LineReader(path: text)
    try Output.write { out in
      if result.format == .json {
        try writeJSON(tokenizer, lines, to: out)
      } else {
        try writeRows(tokenizer, lines, to: out)
      }
    }
  }

  private func encode(_ line: UnsafeBufferPointer<UInt8>, _ tokenizer: Tokenizer) throws -> Encoding {
    try tokenizer.encode(line, addingSpecialTokens: special, readsSpecialTokens: specialText)
  }

  private func writeJSON(_ tokenizer: Tokenizer, _ lines: LineReader, to out: Output) throws {
    try out.json(piece: "{\"documents\":[")
    while try lines.next() {
      let encoding = try encode(lines.line, tokenizer)
      let ids = encoding.ids.map(String.init).joined(separator: ",")
      let offsets = encoding.offsets.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",")
      let comma = lines.lineNumber > 1 ? "," : ""
      try out.json(piece: "\(comma){\"ids\":[\(ids)],\"offsets\":[\(offsets)]}")
    }
    try out.json(piece: "]}\n")
  }

  private func writeRows(_ tokenizer: Tokenizer, _ lines: LineReader, to out: Output) throws {
    var rows: [[String]] = []
    while try lines.next() {
      let encoding = try encode(lines.line, tokenizer)
      for (place, id) in encoding.ids.enumerated() {
        let offsets = encoding.offsets[place]
        rows.append([
          "\(lines.lineNumber - 1)", "\(place)", "\(id)", tokenizer.text(of: id) ?? "–",
          "\(offsets.lowerBound)",
          "\(offsets.upperBound)",
        ])
      }
    }
    let header = ["document", "position", "id", "token", "start", "end"]
    try out.table(header, rows, as: result.format, result.cells)
  }
}
