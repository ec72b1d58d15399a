/// What a command line being typed could become.
enum Completion {
  /// Command lines that begin with `text`: names first, then arguments of a complete name.
  static func candidates(for text: String, arguments: (Command.Candidates) -> [String]) -> [String] {
    guard let space = text.firstIndex(of: " ") else {
      let starts = Command.all.map(\.name).filter { $0.hasPrefix(text) }
      let others =
        text.isEmpty ? [] : Command.all.map(\.name).filter { !starts.contains($0) && $0.contains(text) }
      return starts + others
    }
    let name = String(text[..<space])
    guard let command = Command.all.first(where: { $0.name == name }) else { return [] }
    let typed = text[space...].drop { $0 == " " }
    return arguments(command.candidates).filter { $0.hasPrefix(typed) }.map { "\(name) \($0)" }
  }
}
