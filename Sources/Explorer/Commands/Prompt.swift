import TerminalUI

/// A line being typed at the bottom of the screen.
public struct Prompt: Sendable {
  /// What it is for.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A search, followed while it is typed.
    case search
    /// A token whose neurons are wanted.
    case token
    /// A filter.
    case filter
    /// A text of the user's own.
    case text
    /// A command.
    case command
  }

  /// What it is for.
  let kind: Kind
  /// What has been typed.
  var input: TextInput
  /// Where the cursor was before, for a search that is given up.
  let origin: Int
  /// The line of history that is shown; nil for what was typed.
  var historyPlace: Int?
  /// What was typed before history was looked at.
  var draft = ""
  /// What the line could become, as it was typed. Looking for it may take as long as the vocabulary is, so it is kept
  /// from frame to frame.
  var candidates: [Completion] = []
  /// The one of ``candidates`` that the line shows; nil while it is as it was typed.
  var selected: Int?

  /// Whether the screen shows a theme that is not chosen yet.
  var previewsTheme = false

  /// What stands before the line.
  var sign: String {
    switch kind {
    case .search: "/"
    case .token: "token: "
    case .filter: "show: "
    case .text: "text: "
    case .command: ":"
    }
  }
}
