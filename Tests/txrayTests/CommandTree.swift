import ArgumentParser

@testable import txray

/// A command, found by walking the program's configuration.
struct CommandTree {
  /// Its words after the program's name; empty for the program itself.
  let name: String
  let type: any ParsableCommand.Type

  /// All commands, those that only hold others among them.
  static let all = walk(Txray.self, "")

  /// The commands that do something.
  static var leaves: [CommandTree] { all.filter { $0.type.configuration.subcommands.isEmpty } }

  private static func walk(_ type: any ParsableCommand.Type, _ name: String) -> [CommandTree] {
    [CommandTree(name: name, type: type)]
      + type.configuration.subcommands.flatMap { command in
        let own = command.configuration.commandName ?? ""
        return walk(command, name.isEmpty ? own : "\(name) \(own)")
      }
  }
}
