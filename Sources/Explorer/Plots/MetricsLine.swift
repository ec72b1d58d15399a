/// One line of `metrics.jsonl`: the numbers of an epoch, by name.
struct MetricsLine: Equatable, Sendable {
  /// What was trained.
  let checkpoint: String
  /// The epoch, from 1.
  let epoch: Int
  /// Loss, perplexity, accuracy and whatever else stands there.
  let values: [String: Double]

  /// Reads a flat JSON object of strings and numbers; nil for a line that is none, such as one cut off.
  init?(_ line: Substring) {
    var rest = line.utf8[...]
    var strings: [String: String] = [:]
    var values: [String: Double] = [:]
    guard Self.skip(UInt8(ascii: "{"), &rest) else { return nil }
    while !Self.skip(UInt8(ascii: "}"), &rest) {
      guard let key = Self.string(&rest), Self.skip(UInt8(ascii: ":"), &rest) else { return nil }
      if let text = Self.string(&rest) {
        strings[key] = text
      } else {
        let word = rest.prefix {
          $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: " ")
        }
        rest = rest[word.endIndex...]
        let text = String(Substring(word))
        guard !text.isEmpty else { return nil }
        if let value = Double(text) {
          values[key] = value
        } else if text != "null", text != "true", text != "false" {
          return nil
        }
      }
      if !Self.skip(UInt8(ascii: ","), &rest), rest.first != UInt8(ascii: "}") { return nil }
    }
    guard let checkpoint = strings["checkpoint"], let epoch = values["epoch"], epoch >= 0, epoch < 1e9 else {
      return nil
    }
    self.checkpoint = checkpoint
    self.epoch = Int(epoch)
    self.values = values
  }

  /// Passes over blanks and `byte`, if that comes.
  private static func skip(_ byte: UInt8, _ rest: inout Substring.UTF8View) -> Bool {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return true
  }

  /// A string in quotes; escapes are kept as they are written, for names need none.
  private static func string(_ rest: inout Substring.UTF8View) -> String? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    var end = rest.index(after: rest.startIndex)
    while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
      if rest[end] == UInt8(ascii: "\\") { end = rest.index(after: end) }
      guard end < rest.endIndex else { return nil }
      end = rest.index(after: end)
    }
    guard end < rest.endIndex else { return nil }
    let text = String(Substring(rest[rest.index(after: rest.startIndex)..<end]))
    rest = rest[rest.index(after: end)...]
    return text
  }
}
