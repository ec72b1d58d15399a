/// What can be wrong with a script.
public enum ScriptError: Error, Equatable, Sendable {
  /// A line that is neither keys nor a command.
  case badLine(path: String, line: Int, reason: CommandError)
  /// A command that could not be done; `message` is what the screen says.
  case refused(path: String, line: Int, message: String)
}
