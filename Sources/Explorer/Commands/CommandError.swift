import Measures

/// What can be wrong with a command, wherever it was written: palette, keymap or script.
public enum CommandError: Error, Equatable, Sendable {
  /// No command has this name; `suggestion` is the nearest one.
  case unknownCommand(String, suggestion: String?)
  /// The command needs an argument.
  case missingArgument(command: String, argument: String)
  /// The command takes none.
  case unexpectedArgument(command: String, argument: String)
  /// The argument can't be read; `expected` says what can.
  case badArgument(command: String, argument: String, expected: String)
  /// A statistic or stages that can't be read.
  case measure(MeasureError)
  /// There is no such neuron.
  case noSuchNeuron(String)
  /// No key has this name.
  case unknownKey(String)
}
