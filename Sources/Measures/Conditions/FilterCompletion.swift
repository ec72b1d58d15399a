import NeuronPreferences

/// What the last word of a filter being typed could become.
package struct FilterCompletion: Hashable, Sendable {
  /// The whole line with the word completed.
  package let text: String
  /// The completed word.
  package let word: String
  /// What it is.
  package let summary: String

  /// Fields that begin with what was typed; behind a sign, words that the field has. O(words of the run).
  package static func candidates(for text: String, in context: FilterContext) -> [FilterCompletion] {
    let start = text.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
    let before = String(text[..<start])
    var word = String(text[start...])
    let prefix = word.hasPrefix("!") ? "!" : ""
    word.removeFirst(prefix.count)
    return words(for: word, in: context).map { candidate in
      FilterCompletion(
        text: before + prefix + candidate.word, word: prefix + candidate.word, summary: candidate.summary)
    }
  }

  private static func words(
    for typed: String, in context: FilterContext
  ) -> [(word: String, summary: String)] {
    guard let sign = typed.firstIndex(where: { "<>=!~".contains($0) }), sign > typed.startIndex else {
      let typed = typed.lowercased()
      return Filter.fields.filter { $0.name.hasPrefix(typed) && $0.name != typed }.map {
        ($0.name, $0.summary)
      }
    }
    let end = typed[sign...].firstIndex { !"<>=!~".contains($0) } ?? typed.endIndex
    let valueStart = typed[end...].lastIndex(of: "|").map { typed.index(after: $0) } ?? end
    let (head, value) = (String(typed[..<valueStart]), typed[valueStart...].lowercased())
    return values(of: Measure.split(String(typed[..<sign])).word, in: context)
      .filter { $0.word.lowercased().hasPrefix(value) && $0.word.lowercased() != value }
      .map { (head + $0.word, $0.summary) }
  }

  private static func values(
    of field: String, in context: FilterContext
  ) -> [(word: String, summary: String)] {
    switch field {
    case "tag": context.tags.map { ($0, TagMeaning.of($0) ?? "") }
    case "class": TagClass.allCases.map { ($0.abbreviation, $0.rawValue) } + [("mixed", "no class has half")]
    case "state": Verdict.allCases.map { ($0.name, "") }
    case "site": context.sites.map { ($0, "") }
    case "list": context.lists.map { ($0, "") }
    default: []
    }
  }
}
