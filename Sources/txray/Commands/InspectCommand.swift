import ArgumentParser
import Experiments
import TensorFiles
import TerminalUI
import Transformers

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List what is in a checkpoint or snapshot: tensors, shapes, types, provenance.",
    discussion: """
      Of a transformer's folder or GGUF file it tells the family, sizes, sites, head and tokenizer, and which \
      tensors the model has no place for.

      Opens safetensors files and what torch.save wrote, zip archives as well as files from before PyTorch \
      1.6, whatever their names. A pickle is read and never run.
      """)

  @Argument(help: "A safetensors, PyTorch or GGUF file, or a transformer's folder.", completion: .file())
  var file: String
  @OptionGroup var result: FormatOptions

  func run() throws {
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
