import ArgumentParser
import TerminalUI

struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the explorer's themes, or check theme files.",
    discussion: "A wrong key or colour is named with its line, and the nearest right one.")

  @Argument(help: "Themes to check, by name or file.", completion: .file()) var themes: [String] = []

  func run() throws {
    let library = ThemeLibrary.standard(
      environment: Exploration.environment, executablePath: Exploration.executablePath)
    try Output.write { out in
      for name in themes.isEmpty ? library.names : themes {
        _ = try library.theme(name)
        if themes.isEmpty {
          try out.row([name, library.path(of: name) ?? "built in"])
        } else {
          try out.line("\(name): every role is defined")
        }
      }
    }
  }
}
