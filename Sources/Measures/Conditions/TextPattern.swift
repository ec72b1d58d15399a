/// What a text must be, or contain: several patterns with `|` between them, of which one has to fit. `*` stands for any
/// characters. Upper and lower case are the same.
package struct TextPattern: Hashable, Sendable {
  /// The patterns, in lower case.
  private let alternatives: [[UInt8]]
  /// Whether a pattern must fit the whole text rather than a part of it.
  private let isWhole: Bool

  /// Reads patterns; empty ones among several are left out, and a text of nothing but `|` stands for itself.
  package init(_ text: some StringProtocol, isWhole: Bool) {
    let parts = text.lowercased().split(separator: "|").map { Array($0.utf8) }
    alternatives = parts.isEmpty ? [Array(text.lowercased().utf8)] : parts
    self.isWhole = isWhole
  }

  /// Whether one of the patterns fits. O(length of text and patterns), more with several `*`.
  package func matches(_ text: String) -> Bool {
    let text = Array(text.lowercased().utf8)
    return alternatives.contains { pattern in
      isWhole ? Self.fits(pattern[...], text[...]) : Self.fits([Self.star] + pattern + [Self.star], text[...])
    }
  }

  private static let star = UInt8(ascii: "*")

  /// Goes back to the last `*` where a character does not fit, and lets that take one more.
  private static func fits(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var (place, at) = (pattern.startIndex, text.startIndex)
    var retry: (place: Int, at: Int)?
    while at < text.endIndex {
      if place < pattern.endIndex, pattern[place] == star {
        retry = (place + 1, at)
        place += 1
      } else if place < pattern.endIndex, pattern[place] == text[at] {
        (place, at) = (place + 1, at + 1)
      } else if let last = retry {
        retry = (last.place, last.at + 1)
        (place, at) = (last.place, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == star }
  }
}
