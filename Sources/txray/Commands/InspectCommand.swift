import ArgumentParser
import TensorFiles

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List what is in a checkpoint or snapshot: tensors, shapes, types, provenance.")

  @Argument(help: "A safetensors file.", completion: .file()) var file: String
  @Option(help: "table, json or tsv.") var format: OutputFormat = .table

  private struct Entry: Encodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let bytes: Int
  }

  private struct Listing: Encodable {
    let file: String
    let metadata: [String: String]
    let tensors: [Entry]
  }

  func run() throws {
    let tensors = try SafetensorsFile(path: file)
    let entries = tensors.tensors.map {
      Entry(name: $0.name, dtype: $0.elementType.rawValue, shape: $0.shape, bytes: $0.byteRange.count)
    }
    if format == .json {
      let listing = Listing(file: file, metadata: tensors.metadata, tensors: entries)
      StandardStream.output.write(try json(listing) + "\n")
      return
    }
    if format == .table {
      let keys = tensors.metadata.keys.sorted()
      let width = keys.reduce(0) { max($0, $1.count) }
      for key in keys {
        let value = tensors.metadata[key] ?? ""
        let shown = value.count > 120 ? "\(value.prefix(119))…" : value
        StandardStream.output.write(
          "\(key)\(String(repeating: " ", count: width - key.count))  \(printable(shown))\n")
      }
      if !keys.isEmpty { StandardStream.output.write("\n") }
    }
    let rows = entries.map {
      [printable($0.name), $0.dtype, "[\($0.shape.map(String.init).joined(separator: ", "))]", "\($0.bytes)"]
    }
    StandardStream.output.write(formatted(["tensor", "type", "shape", "bytes"], rows, as: format))
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
