/// Where the keys and tables of a TOML text stand.
///
/// The parser reports positions for syntax errors only, so this scan finds `key =` and `[table]` lines
/// itself. It serves messages: a key it misses (inside an inline table, say) falls back to its table's line.
struct KeyLines {
  private var keys: [String: Int] = [:]
  private var tables: [String: Int] = [:]

  init(_ text: String) {
    var current = ""
    var counts: [String: Int] = [:]
    for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = rawLine.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("[[") {
        let name = Self.plain(line.dropFirst(2).prefix { $0 != "]" })
        current = "\(name)[\(counts[name, default: 0])]"
        counts[name, default: 0] += 1
        tables[current] = index + 1
      } else if line.hasPrefix("[") {
        current = Self.plain(line.dropFirst().prefix { $0 != "]" })
        tables[current] = index + 1
      } else if !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") {
        let key = Self.plain(line[..<equals])
        keys[current.isEmpty ? key : "\(current).\(key)"] = index + 1
      }
    }
  }

  func line(ofKey key: String, inTable table: String) -> Int? {
    let name = table.isEmpty ? key : "\(table).\(key)"
    return keys[name] ?? tables[name] ?? tables["\(name)[0]"]
  }

  func line(ofTable table: String) -> Int? { tables[table] ?? keys[table] }

  /// A key without its quotes and the spaces around its dots.
  private static func plain(_ text: some StringProtocol) -> String {
    String(text.filter { !"\"' \t\r".contains($0) })
  }
}
