import Settings

extension Command {
  /// Words that people try, and the command that does what they mean by them.
  private static let meanings: [(word: String, command: String)] = [
    ("find", "search"), ("exit", "quit"), ("close", "leave"), ("write", "export"), ("save", "export"),
    ("csv", "export"), ("print", "save-display"), ("screenshot", "save-display"), ("url", "link"),
    ("compare", "pair"), ("nearest", "similar"), ("like", "similar"), ("order", "sort"), ("where", "filter"),
    ("select", "filter"), ("show", "filter"), ("reset", "all"), ("clear", "all"), ("delete", "prune"),
    ("ablate", "prune"), ("remove", "unmark-all"), ("unmark", "unmark-shown"), ("tag", "tags"),
    ("lost", "forgotten"),
    ("won", "gained"), ("comment", "note"), ("sentence", "text"), ("colour", "theme"), ("color", "theme"),
    ("examples", "contexts"), ("fullscreen", "zoom"), ("hide", "columns"), ("keys", "help"),
    ("manual", "help"),
    ("random", "prune"), ("percent", "shares"), ("firings", "policy"), ("wins", "policy"),
  ]

  /// The command that a name which is none most likely means: the nearest in spelling, else in meaning.
  static func suggestion(for name: String) -> String? {
    let name = name.lowercased()
    return nearest(to: name, among: all.map(\.name))
      ?? meanings.first { $0.word == name || name.hasPrefix($0.word) }?.command
      ?? all.first { command in command.summary.split { !$0.isLetter }.contains { $0.lowercased() == name } }?
      .name
  }

  /// Commands for what has been typed of a name: by the letters of their names, then by what they mean. O(commands).
  static func fitting(_ typed: String) -> [Command] {
    guard !typed.isEmpty else { return all }
    let named = FuzzyMatch.ranked(all, by: typed, name: \.name)
    guard typed.count > 2 else { return named }
    let words = Set(meanings.filter { $0.word.hasPrefix(typed.lowercased()) }.map(\.command))
    let meant = all.filter { command in
      words.contains(command.name)
        || command.summary.split { !$0.isLetter }.contains { $0.lowercased().hasPrefix(typed.lowercased()) }
    }
    return named + meant.filter { command in !named.contains { $0.name == command.name } }
  }
}
