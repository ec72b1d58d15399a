import Measures

/// What a line being typed could become.
struct Completion: Hashable, Sendable {
  /// The whole line then.
  let line: String
  /// What of it is shown in the list.
  let shown: String
  /// What that is.
  let summary: String

  init(_ line: String, shown: String? = nil, summary: String = "") {
    self.line = line
    self.shown = shown ?? line
    self.summary = summary
  }

  /// Command lines that `text` could become: commands by name and meaning, then `others` that it could stand for;
  /// behind the name of a command its arguments.
  static func ofCommand(
    _ text: String, arguments: (Command, String) -> [Completion], others: (String) -> [Completion]
  ) -> [Completion] {
    guard let space = text.firstIndex(of: " ") else {
      return Command.fitting(text).map { Completion($0.name, summary: $0.summary) } + others(text)
    }
    let name = String(text[..<space])
    guard let command = Command.all.first(where: { $0.name == name }) else { return [] }
    let typed = String(text[space...].drop { $0 == " " })
    return arguments(command, typed).map {
      Completion("\(name) \($0.line)", shown: $0.shown, summary: $0.summary)
    }
  }

  /// Filters whose last word begins as that of `text` does.
  static func ofFilter(_ text: String, in context: FilterContext) -> [Completion] {
    FilterCompletion.candidates(for: text, in: context).map {
      Completion($0.text, shown: $0.word, summary: $0.summary)
    }
  }
}
