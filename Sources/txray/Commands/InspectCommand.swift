import ArgumentParser
import TensorFiles

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List what is in a checkpoint or snapshot: tensors, shapes, types, provenance.",
    discussion: """
      Opens safetensors files and what torch.save wrote, zip archives as well as files from before
      PyTorch 1.6, whatever their names. A pickle is read and never run.
      """)

  @Argument(help: "A safetensors or PyTorch file.", completion: .file()) var file: String
  @Option(help: "table, json or tsv.") var format: OutputFormat = .table

  func run() throws {
    let listing = FileListing(try TensorArchive(path: file))
    switch format {
    case .json: StandardStream.output.write(try json(listing) + "\n")
    case .tsv: StandardStream.output.write(formatted(listing.header, listing.rows(listing.all), as: .tsv))
    case .table: printTable(listing)
    }
  }

  private func printTable(_ listing: FileListing) {
    let out = StandardStream.output
    let facts = listing.facts
    let width = facts.reduce(0) { max($0, $1.key.count) }
    for (key, value) in facts {
      let shown = value.count > 120 ? "\(value.prefix(119))…" : value
      let key = printable(key)
      out.write("\(key)\(String(repeating: " ", count: max(0, width - key.count)))  \(printable(shown))\n")
    }
    out.write("\n" + formatted(listing.header, listing.rows(listing.tensors), as: .table))
    if let beside = listing.beside {
      out.write("\nbeside the model:\n" + formatted(listing.header, listing.rows(beside), as: .table))
    }
  }
}

/// Text from a file without the characters that would steer a terminal.
func printable(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: "\u{FFFD}"
        default: scalar
        }
      }))
}
