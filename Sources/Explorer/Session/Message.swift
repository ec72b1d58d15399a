/// A line for the user, shown until the next key.
public struct Message: Hashable, Sendable {
  /// What it says.
  public var text: String
  /// Whether something went wrong.
  public var isError: Bool

  /// A line that informs.
  static func info(_ text: String) -> Message { Message(text: text, isError: false) }
  /// A line about something that went wrong.
  static func error(_ text: String) -> Message { Message(text: text, isError: true) }
}
