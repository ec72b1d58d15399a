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

  @Option(help: "Where documents end in plain text: blank-line, line or file.")
  var documents: DocumentEnd = .blankLine

  enum DocumentEnd: String, ExpressibleByArgument, CaseIterable {
    case blankLine = "blank-line"
    case line, file
  }

  /// The corpus as a run would describe it. A label column named "label" is found by itself in files with
  /// named columns.
  var runCorpus: RunCorpus {
    var description = CorpusDescription(
      path: corpus, textColumn: CorpusColumn(textColumn), labelColumn: labelColumn.map { CorpusColumn($0) },
      tokenization: pretokenized ? .whitespace : .english)
    if case .text = description.format {
      description.format = .text(
        documents: documents == .line ? .line : documents == .file ? .file : .blankLine)
    }
    return RunCorpus(description: description, positiveAbove: positiveAbove)
  }
}
