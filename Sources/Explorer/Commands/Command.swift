import Measures

/// A named action: what keys, the palette, settings and scripts refer to.
struct Command: Sendable {
  /// Where it stands in help.
  enum Section: String, CaseIterable, Sendable {
    case moving = "Moving"
    case stages = "Stages"
    case neurons = "Choosing neurons"
    case marks = "Marks"
    case views = "Views"
    case program = "Program"
  }

  let name: String
  let section: Section
  let summary: String
  let argument: CommandArgument
  /// Makes the action of an argument, which is empty where there is none; nil if it can't be read.
  let make: @Sendable (String) throws(CommandError) -> Action?
  /// What could be typed as its argument.
  let candidates: Candidates

  /// Where completions of an argument come from.
  enum Candidates: Hashable, Sendable {
    case none, measures, orders, filters, themes, stages, files, lists
  }

  init(
    _ name: String, _ section: Section, _ summary: String, argument: CommandArgument = .none,
    candidates: Candidates = .none,
    make: @escaping @Sendable (String) throws(CommandError) -> Action?
  ) {
    self.name = name
    self.section = section
    self.summary = summary
    self.argument = argument
    self.candidates = candidates
    self.make = make
  }

  /// The action of "name argument", as it is typed in the palette.
  ///
  /// - Throws: `CommandError`.
  static func action(_ line: String) throws(CommandError) -> Action {
    let words = line.split(separator: " ", maxSplits: 1)
    guard let first = words.first else { throw .unknownCommand("", suggestion: nil) }
    let name = String(first)
    let argument = words.count > 1 ? trimmed(words[1]) : ""
    guard let command = all.first(where: { $0.name == name || aliases[name] == $0.name }) else {
      throw .unknownCommand(name, suggestion: suggestion(for: name))
    }
    switch command.argument {
    case .none where !argument.isEmpty:
      throw .unexpectedArgument(command: name, argument: argument)
    case .required(let placeholder) where argument.isEmpty:
      throw .missingArgument(command: name, argument: placeholder)
    default: break
    }
    guard let action = try command.make(argument) else {
      throw .badArgument(
        command: name, argument: argument, expected: command.argument.placeholder ?? "nothing")
    }
    return action
  }

  private static func trimmed(_ text: Substring) -> String {
    let rest = text.drop { $0 == " " }
    return String(rest.reversed().drop { $0 == " " }.reversed())
  }

  private static let aliases = ["q": "quit", "w": "save-display", "h": "help", "goto": "go"]
}
