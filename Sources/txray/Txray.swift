import ArgumentParser

@main
struct Txray: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "txray")
}
