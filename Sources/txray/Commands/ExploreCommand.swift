import ArgumentParser
import Explorer
import Glibc
import TerminalUI

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Browse the neurons of a run in the terminal.",
    usage: "txray explore [<run> ...] [<options>]",
    discussion: """
      RUN is a folder with snapshots, or one or several snapshot files to set beside each other. Without it, \
      the current folder if it holds a run.toml. Inside, ? explains the screen and the keys.

      A script holds a line for each step: names of keys (j, space, ctrl-d), or : and a command. It is \
      played without a terminal; `:size 80x24` sets the screen, `:save-display FILE` writes it.
      """)

  @Argument(help: ArgumentHelp("A run, or snapshots.", valueName: "run"), completion: .file()) var runs:
    [String] = []
  @Option(help: ArgumentHelp("Colours: a theme's name or file.", valueName: "name")) var theme: String?
  @Option(
    help: ArgumentHelp("Play the keys and commands in this file.", valueName: "file"), completion: .file())
  var script: String?
  @Option(
    help: ArgumentHelp(
      "See which neurons fire at the text in this file, - for standard input.", valueName: "file"),
    completion: .file())
  var text: String?
  @OptionGroup(title: "Where to begin (:link inside writes these)") var place: PlaceOptions
  @Flag(help: "Draw with ASCII characters only.") var ascii = false
  @Flag(help: "Leave the mouse to the terminal.") var noMouse = false
  @Flag(help: "Print a config.toml with every setting, key and command.") var printConfig = false

  func run() throws {
    if printConfig { return try Output.write { try $0.document(ExplorerConfiguration.example) } }
    var configuration = ExplorerConfiguration()
    if let path = ExplorerConfiguration.path(environment: Exploration.environment), access(path, F_OK) == 0 {
      configuration = try ExplorerConfiguration(contentsOf: path)
    }
    configuration.theme = theme ?? configuration.theme
    if ascii { configuration.isASCIIOnly = true }
    if noMouse { configuration.isMouseOn = false }
    var exploration = Exploration(configuration: configuration)
    exploration.text = try text.map(OwnTextFile.read)
    exploration.place = place.words
    if let script {
      // Report a mistake in the script before opening anything.
      try exploration.play(Script(contentsOf: script), on: open())
    } else {
      // If the text is piped in, read keys from the terminal itself.
      try exploration.show(input: text == "-" ? OwnTextFile.openTerminal() : 0) { try open() }
    }
  }

  private func open() throws -> Run { try Run.open(runs, policy: place.policy) }
}
