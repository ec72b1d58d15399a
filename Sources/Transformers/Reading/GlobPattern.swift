/// A pattern in which `*` stands for any text, also an empty one, and `?` for one character.
struct GlobPattern: Sendable {
  private let pattern: [UInt8]

  init(_ pattern: some StringProtocol) { self.pattern = Array(pattern.utf8) }

  /// Whether the whole text fits. Complexity: O(text x pattern).
  func fits(_ text: String) -> Bool {
    let text = Array(text.utf8)
    var (place, mark) = (0, 0)
    // Where the last star was, and how far into the text it reaches.
    var star: Int?
    var next = 0
    while next < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        (star, mark) = (place, next)
        place += 1
      } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == text[next] {
        place += 1
        next += 1
      } else if let last = star {
        mark += 1
        (place, next) = (last + 1, mark)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
