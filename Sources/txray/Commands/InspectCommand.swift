import ArgumentParser
import TensorFiles
import TerminalUI

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List what is in a checkpoint or snapshot: tensors, shapes, types, provenance.",
    discussion: """
      Opens safetensors files and what torch.save wrote, zip archives as well as files from before PyTorch \
      1.6, whatever their names. A pickle is read and never run.
      """)

  @Argument(help: "A safetensors or PyTorch file.", completion: .file()) var file: String
  @OptionGroup var result: FormatOptions

  func run() throws {
    let listing = FileListing(try TensorArchive(path: file))
    try Output.write { out in
      switch result.format {
      case .json: try out.json(listing)
      case .tsv: try out.table(listing.header, listing.rows(listing.all), as: .tsv, result.cells)
      case .table: try writeTable(listing, to: out)
      }
    }
  }

  private func writeTable(_ listing: FileListing, to out: Output) throws {
    let facts = listing.facts
    let width = facts.reduce(0) { max($0, TerminalText.width(of: $1.key)) }
    for (key, value) in facts {
      let shown = TerminalText.truncated(value, to: 120, sign: "…")
      try out.line("\(TerminalText.fitted(key, to: width, sign: "…"))  \(shown)")
    }
    try out.line()
    try out.table(listing.header, listing.rows(listing.tensors), as: .table, result.cells)
    if let beside = listing.beside {
      try out.line()
      try out.line("beside the model:")
      try out.table(listing.header, listing.rows(beside), as: .table, result.cells)
    }
  }
}
