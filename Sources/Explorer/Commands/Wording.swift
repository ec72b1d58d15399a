/// How the explorer says what is wrong with a command.
public enum Wording {
  /// What somebody who has never opened the program reads first.
  public static func welcome(_ keymap: Keymap) -> String {
    let keys = ["down", "up", "help"].map { keymap.keys(for: $0).first?.shownName ?? ":\($0)" }
    return
      "A line a neuron, and what it prefers beside it. \(keys[0]) and \(keys[1]) walk, \(keys[2]) explains."
  }

  /// One line: what was wrong, and what to do.
  public static func text(_ error: CommandError) -> String {
    switch error {
    case .unknownCommand(let name, let suggestion?):
      "There is no command \"\(name)\": did you mean \(suggestion)?"
    case .unknownCommand(let name, nil): "There is no command \"\(name)\": Tab after : shows all"
    case .missingArgument(let command, let argument): "\(command) needs \(argument)"
    case .unexpectedArgument(let command, let argument): "\(command) takes no \"\(argument)\""
    case .badArgument(let command, let argument, let expected):
      "\(command): \"\(argument)\" is not a \(expected)"
    case .measure(let error): text(error)
    case .noSuchNeuron(let name): "There is no neuron \"\(name)\""
    case .unknownKey(let name): "There is no key \"\(name)\": write a, A, space, ctrl-d, pagedown, f5"
    }
  }
}
