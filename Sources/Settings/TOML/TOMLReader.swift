/// Reads TOML 1.0 (https://toml.io/en/v1.0.0) from text that nobody vouches for.
///
/// Nesting is bounded, so the stack is. Memory and time: O(bytes).
struct TOMLReader {
  /// How deep values and the parts of keys may be nested.
  static let depthLimit = 32

  let bytes: [UInt8]
  /// Where the reader stands.
  var index = 0
  /// The line it stands on, from 1.
  private(set) var line = 1
  /// Where that line begins.
  private var lineStart = 0
  private let root = TOMLTable(line: 0, origin: .header)

  /// The column the reader stands in: bytes from 1.
  var column: Int { index - lineStart + 1 }

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The table that the whole text makes.
  ///
  /// - Throws: ``TOMLFlaw``; ``line`` and ``column`` then say where.
  mutating func table() throws(TOMLFlaw) -> TOMLTable {
    var current = (table: root, depth: 0)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    while true {
      try skipBlanks(acrossLines: true)
      guard let next = peek() else { return root }
      if next == UInt8(ascii: "[") {
        current = try header()
      } else {
        try assignment(in: current.table, depth: current.depth)
      }
      try endOfLine()
    }
  }

  /// `[name]` or `[[name]]`: the table that the following lines are in.
  private mutating func header() throws(TOMLFlaw) -> (table: TOMLTable, depth: Int) {
    index += 1
    let isElement = peek() == UInt8(ascii: "[")
    if isElement { index += 1 }
    let start = line
    let path = try keyPath(depth: 0)
    guard isElement ? take("]]") : take("]") else { throw .expected(isElement ? "]]" : "]") }
    var table = root
    for part in path.dropLast() { table = try descend(into: part, of: table, line: start) }
    let name = path[path.count - 1]
    let made = TOMLTable(line: start, origin: .header)
    if isElement {
      try append(made, as: name, to: table)
      return (made, path.count + 1)
    }
    guard let entry = table.entries[name] else {
      table.entries[name] = TOMLTable.Entry(value: .table(made), line: start)
      return (made, path.count)
    }
    guard case .table(let known) = entry.value, known.origin == .implied else { throw .definedTwice(name) }
    known.origin = .header
    table.entries[name] = TOMLTable.Entry(value: .table(known), line: start)
    return (known, path.count)
  }

  private func append(_ element: TOMLTable, as name: String, to table: TOMLTable) throws(TOMLFlaw) {
    guard var entry = table.entries.removeValue(forKey: name) else {
      table.entries[name] = TOMLTable.Entry(
        value: .array([.table(element)]), line: element.line, growsByHeaders: true)
      return
    }
    guard entry.growsByHeaders, case .array(var elements) = entry.value else { throw .definedTwice(name) }
    // The array is taken out of the entry first, so that it grows in place.
    entry.value = .moment
    elements.append(.table(element))
    entry.value = .array(elements)
    table.entries[name] = entry
  }

  /// The table of that name for a header that goes deeper; the last one, if there are several.
  private func descend(into name: String, of table: TOMLTable, line: Int) throws(TOMLFlaw) -> TOMLTable {
    guard let entry = table.entries[name] else {
      let made = TOMLTable(line: line, origin: .implied)
      table.entries[name] = TOMLTable.Entry(value: .table(made), line: line)
      return made
    }
    switch entry.value {
    case .table(let known) where known.origin != .inline: return known
    case .array(let elements) where entry.growsByHeaders:
      if case .table(let last)? = elements.last { return last }
    default: break
    }
    throw .notATable(name)
  }

  /// `key = value`, in the lines of a table or in braces; `depth` is how deep the table is.
  mutating func assignment(in table: TOMLTable, depth: Int) throws(TOMLFlaw) {
    let start = line
    let path = try keyPath(depth: depth)
    var table = table
    for part in path.dropLast() {
      if let entry = table.entries[part] {
        guard case .table(let known) = entry.value, known.origin == .dotted else { throw .notATable(part) }
        table = known
      } else {
        let made = TOMLTable(line: start, origin: .dotted)
        table.entries[part] = TOMLTable.Entry(value: .table(made), line: start)
        table = made
      }
    }
    guard take("=") else { throw .expected("=") }
    let name = path[path.count - 1]
    if table.entries[name] != nil { throw .definedTwice(name) }
    try skipBlanks(acrossLines: false)
    table.entries[name] = TOMLTable.Entry(value: try value(depth: depth + path.count), line: start)
  }

  // MARK: Bytes

  /// The byte the reader stands at; nil at the end.
  func peek(_ offset: Int = 0) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  /// Whether these characters come next.
  func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  /// Passes over blanks and these characters, if they come next.
  mutating func take(_ text: StaticString) -> Bool {
    while peek() == UInt8(ascii: " ") || peek() == UInt8(ascii: "\t") { index += 1 }
    guard starts(with: text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  /// Notes that the byte before is the end of a line.
  mutating func beginLine() {
    line += 1
    lineStart = index
  }

  /// Passes over blanks, and over comments and line ends if they are blanks here.
  mutating func skipBlanks(acrossLines: Bool) throws(TOMLFlaw) {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
      case UInt8(ascii: "#") where acrossLines: try comment()
      case UInt8(ascii: "\n") where acrossLines, UInt8(ascii: "\r") where acrossLines: try lineEnd()
      default: return
      }
    }
  }

  /// The end of a line that holds nothing else any more.
  private mutating func endOfLine() throws(TOMLFlaw) {
    try skipBlanks(acrossLines: false)
    if peek() == UInt8(ascii: "#") { try comment() }
    if peek() != nil { try lineEnd() }
  }

  private mutating func comment() throws(TOMLFlaw) {
    while let byte = peek(), byte != UInt8(ascii: "\n"), !starts(with: "\r\n") {
      guard !isControl(byte) else { throw .controlCharacter }
      index += 1
    }
  }

  private mutating func lineEnd() throws(TOMLFlaw) {
    if starts(with: "\r\n") { index += 1 }
    guard peek() == UInt8(ascii: "\n") else { throw .expected("the end of the line") }
    index += 1
    beginLine()
  }

  /// Whether a character may stand in no string and no comment.
  func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F }
}
