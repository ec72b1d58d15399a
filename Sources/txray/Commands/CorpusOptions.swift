import ArgumentParser
import Corpora
import Experiments

/// How to read the corpus named on the command line.
struct CorpusOptions: ParsableArguments {
  @Option(
    help:
      "The text: documents separated by blank lines, or .jsonl, .csv, .tsv, .conllu; also .gz; - for standard input.",
    completion: .file())
  var corpus: String

  @Option(name: .customLong("text"), help: "Column or key that holds the text.")
  var textColumn = "text"

  @Option(name: .customLong("label"), help: "Column or key that holds the label.")
  var labelColumn: String?

  @Option(help: "Labels above this number are class 1.")
  var positiveAbove = 0.5

  @Flag(help: "The text is tokenized already: cut it at white space only.")
  var pretokenized = false

  @Flag(help: "Every character is a token, as models of characters read text.")
  var characters = false

  @Option(
    help: "Where documents end in plain text: blank-line, line or file; stream is one document of all lines.")
  var documents: DocumentEnd = .blankLine

  @Option(help: "A token that ends every line of a stream, such as <eos>, though the file doesn't have it.")
  var endOfLine: String?

  enum DocumentEnd: String, ExpressibleByArgument, CaseIterable {
    case blankLine = "blank-line"
    case line, file, stream
  }

  func validate() throws {
    if pretokenized, characters { throw ValidationError("give one of --pretokenized and --characters") }
    if endOfLine != nil, documents != .stream {
      throw ValidationError("--end-of-line needs --documents stream")
    }
  }

  /// The corpus as a run would describe it. A label column named "label" is found by itself in files with
  /// named columns.
  var runCorpus: RunCorpus { RunCorpus(description: description(of: corpus), positiveAbove: positiveAbove) }

  /// How a text is read that is cut as the corpus is.
  func description(of path: String) -> CorpusDescription {
    var description = CorpusDescription(
      path: path, textColumn: CorpusColumn(textColumn), labelColumn: labelColumn.map { CorpusColumn($0) },
      tokenization: characters ? .characters : pretokenized ? .whitespace : .english)
    description.keepsTokens = true
    description.endOfLine = endOfLine
    if case .text = description.format {
      description.format = .text(
        documents: documents == .line ? .line : documents == .blankLine ? .blankLine : .file)
    }
    return description
  }
}
