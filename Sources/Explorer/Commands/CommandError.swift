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
  /// No statistic has this name.
  case unknownMeasure(String)
  /// There is no such stage.
  case noSuchStage(String, count: Int)
  /// Not two different stages.
  case notAPair(String)
  /// Nothing can be compared.
  case oneStageOnly
  /// There is no such neuron.
  case noSuchNeuron(String)
  /// A term of a filter that can't be read.
  case badTerm(String)
  /// No key has this name.
  case unknownKey(String)
}
