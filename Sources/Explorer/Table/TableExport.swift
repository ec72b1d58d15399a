import Files

/// The rows of the table as a file for other programs, with all statistics of all stages at full precision.
public struct TableExport: Sendable {
  /// How the file is written.
  enum Format: Sendable {
    /// Fields separated by tabs under a line of names.
    case tsv
    /// An array of objects.
    case json

    /// What the ending of a file's name asks for; nil where it asks for neither.
    init?(path: String) {
      if path.hasSuffix(".tsv") {
        self = .tsv
      } else if path.hasSuffix(".json") {
        self = .json
      } else {
        return nil
      }
    }
  }

  let path: String
  let format: Format
  let rows: [Int32]
  let run: Run
  let pair: StagePair?
  let source: MeasureSource

  /// The text of the file. O(rows).
  func text() -> String {
    let records = rows.lazy.map { record(Int($0)) }
    switch format {
    case .tsv:
      let names = record(nil).map(\.name).joined(separator: "\t")
      return records.reduce(into: names + "\n") { text, fields in
        text += fields.map { $0.value.plain }.joined(separator: "\t") + "\n"
      }
    case .json:
      let objects = records.map { fields in
        "{" + fields.map { "\"\($0.name)\":\($0.value.json)" }.joined(separator: ",") + "}"
      }
      return "[" + objects.joined(separator: ",\n ") + "]\n"
    }
  }

  private enum Value {
    case text(String)
    case number(Double?)
    case count(Int)
    case truth(Bool)

    var plain: String {
      switch self {
      // Names of neurons and states have no tabs in them.
      case .text(let text): text
      case .number(let number): number.map { "\($0)" } ?? ""
      case .count(let count): "\(count)"
      case .truth(let truth): truth ? "true" : "false"
      }
    }

    var json: String {
      switch self {
      case .text(let text): text.jsonLiteral
      case .number(nil): "null"
      default: plain
      }
    }
  }

  /// The fields of a neuron; of none, for their names.
  private func record(_ row: Int?) -> [(name: String, value: Value)] {
    func value<T>(_ read: (Int) -> T, _ none: T) -> T { row.map(read) ?? none }
    var fields: [(name: String, value: Value)] = [
      ("neuron", .text(value({ run.sites.neuron(atRow: $0).description }, ""))),
      ("marked", .truth(value({ source.marked.contains($0) }, false))),
    ]
    if let pair {
      let comparison = source.comparisons[pair]
      fields += [
        ("state", .text(value({ source.verdict(of: $0, pair: pair).word }, ""))),
        ("hellinger", .number(value({ comparison?.distance($0) }, nil))),
        ("effect", .number(value({ comparison?.effect($0) }, nil))),
        ("q", .number(value({ comparison?.rate($0) }, nil))),
        ("length_union", .count(value({ comparison?.unionLength($0) ?? 0 }, 0))),
      ]
    }
    for (index, stage) in run.stages.enumerated() {
      fields += [
        ("wins_\(index + 1)", .count(value(stage.wins, 0))),
        ("length_\(index + 1)", .count(value(stage.length, 0))),
        ("mass_\(index + 1)", .number(value(stage.mass, 0))),
      ]
    }
    return fields
  }
}
