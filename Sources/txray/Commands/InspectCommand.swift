import ArgumentParser
import Experiments
import TensorFiles
import TerminalUI
import Transformers

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List what is in a checkpoint or snapshot: tensors, shapes, types, provenance.",
    usage: "txray inspect <files> ... [--parent <path=path> ...] [<options>]",
    discussion: """
      Of a transformer's folder or GGUF file it tells the family, sizes, sites, head and tokenizer, and which \
      tensors the model has no place for.

      Opens safetensors files and what torch.save wrote, zip archives as well as files from before PyTorch \
      1.6, whatever their names. A pickle is read and never run.

      Of several, stages that you mean to compare, it tells what their files show of one another: the same \
      weights twice or under other names, one file among another stage's, tokenizers and sizes that differ, \
      untrained weights, and in a row of five or more a stage whose norms break the trend. Whether one was \
      trained from the other nobody knows from the files; --parent says it.
      """)

  @Argument(
    help:
      "A safetensors, PyTorch or GGUF file, or a transformer's folder; several, in order, to hold them together.",
    completion: .file())
  var files: [String]
  @Option(
    help: ArgumentHelp(
      "Of several: which one was trained from which, by their paths.", valueName: "path=path"))
  var parent: [String] = []
  @OptionGroup var result: FormatOptions
  @OptionGroup var threading: ThreadOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("name a file or a folder") }
    for text in parent where !text.contains("=") {
      throw ValidationError("--parent takes PATH=PATH, the later one first, not \(text)")
    }
  }

  func run() throws {
    if files.count > 1 { return try audit() }
    let file = files[0]
    if Transformer.isOne(path: file) {
      return try show(TransformerListing(try TransformerFolder(path: file)))
    }
    let listing = FileListing(try TensorArchive(path: file))
    try Output.write { out in
      switch result.format {
      case .json: try out.json(listing)
      case .tsv: try out.table(listing.header, listing.rows(listing.all), as: .tsv, result.cells)
      case .table: try writeTable(listing, to: out)
      }
    }
  }

  private func audit() throws {
    let names = Self.names(files)
    var parents: [String: String] = [:]
    for text in parent {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let child = files.firstIndex(of: parts[0]),
        let own = files.firstIndex(of: parts[1])
      else { throw ValidationError("--parent names what is not inspected: \(text)") }
      parents[names[child]] = names[own]
    }
    let references = zip(names, files).map { ModelReference(name: $0, paths: [$1], parent: parents[$0]) }
    let listing = AuditListing(try StageAudit(references, workers: threading.workers))
    try Output.write { out in
      if result.format == .json { return try out.json(listing) }
      try out.table(listing.header, listing.rows, as: result.format, result.cells)
      guard result.format == .table else { return }
      try out.line()
      if listing.findings.isEmpty { try out.line("nothing stands out") }
      for finding in listing.findings {
        try out.line("\(finding.isWarning ? "warning" : "note"): \(finding.text)")
      }
    }
  }

  /// The last parts of the paths, as many as tell them apart.
  static func names(_ paths: [String]) -> [String] {
    let parts = paths.map { $0.split(separator: "/").map(String.init) }
    let longest = parts.map(\.count).max() ?? 1
    for count in 1...max(1, longest) {
      let names = parts.map { $0.suffix(count).joined(separator: "/") }
      if Set(names).count == names.count { return names }
    }
    return paths.enumerated().map { "\($1) (\($0 + 1))" }
  }

  private func show(_ listing: TransformerListing) throws {
    try Output.write { out in
      if result.format == .json { return try out.json(listing) }
      if result.format == .table { try show(listing.facts, on: out) }
      try out.table(listing.header, listing.rows, as: result.format, result.cells)
    }
  }

  private func writeTable(_ listing: FileListing, to out: Output) throws {
    try show(listing.facts, on: out)
    try out.table(listing.header, listing.rows(listing.tensors), as: .table, result.cells)
    if let beside = listing.beside {
      try out.line()
      try out.line("beside the model:")
      try out.table(listing.header, listing.rows(beside), as: .table, result.cells)
    }
  }

  private func show(_ facts: [(key: String, value: String)], on out: Output) throws {
    let width = facts.reduce(0) { max($0, TerminalText.width(of: $1.key)) }
    for (key, value) in facts {
      let shown = TerminalText.truncated(value, to: 120, sign: "…")
      try out.line("\(TerminalText.fitted(key, to: width, sign: "…"))  \(shown)")
    }
    try out.line()
  }
}
