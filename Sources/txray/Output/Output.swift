import Files

/// Where results go: to standard output, or to a file that the user named.
///
/// Every command writes through here, and what it writes can't steer a terminal. A write that fails is an
/// error like any other: it ends the command with a message and a code.
final class Output {
  /// The number of buffered bytes at which they are written.
  private static let limit = 1 << 16

  private let path: String?
  private var text = TerminalSafe(line: "")

  private init(path: String?) { self.path = path }

  /// Lets `body` write, and makes sure that everything is written before returning.
  ///
  /// - Parameter path: a file, which is written whole or not at all; nil for standard output.
  /// - Throws: `OutputError`, for a file `FileError.io`, and what `body` throws.
  static func write(to path: String? = nil, _ body: (Output) throws -> Void) throws {
    let output = Output(path: path)
    try body(output)
    if let path {
      try AtomicFile.write(path: path, text: output.text.text)
    } else {
      try output.flush()
    }
  }

  /// A line of text for people.
  func line(_ text: String = "") throws { try append(TerminalSafe(line: text) + .lineFeed) }

  /// Text in a format for programs: CoNLL-U, HTML, TOML.
  func document(_ text: String) throws { try append(TerminalSafe(document: text)) }

  /// A row of tab-separated cells.
  func row(_ cells: [String]) throws {
    var row = TerminalSafe(line: "")
    for (place, cell) in cells.enumerated() {
      if place > 0 { row += .tab }
      row += TerminalSafe(data: cell)
    }
    try append(row + .lineFeed)
  }

  /// A piece of JSON, as `JSONText` and `jsonLiteral` make it.
  func json(piece: String) throws { try append(TerminalSafe(json: piece)) }

  /// Writes what is buffered, for a reader that is waiting for it.
  func flush() throws(OutputError) {
    guard path == nil else { return }
    try StandardStream.output.write(text)
    text.removeAll()
  }

  private func append(_ more: TerminalSafe) throws(OutputError) {
    text += more
    if path == nil, text.text.utf8.count >= Self.limit { try flush() }
  }
}
