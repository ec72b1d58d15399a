import TerminalUI

extension Keymap {
  /// Commands with the keys that reach them, the best known first. Views bring their own.
  private static let defaults: [(command: String, keys: String)] = [
    ("down", "j down"), ("up", "k up"), ("left", "h left"), ("right", "l right"),
    ("half-page-down", "ctrl-d"), ("half-page-up", "ctrl-u"),
    ("page-down", "pagedown ctrl-f"), ("page-up", "pageup ctrl-b"), ("top", "g home"), ("bottom", "G end"),
    ("next-stage", "tab"), ("previous-stage", "shift-tab"), ("side-by-side", "s"), ("next-pair", "]"),
    ("previous-pair", "["), ("contexts", "x"), ("zoom", "enter"), ("search", "/"), ("next-match", "n"),
    ("previous-match", "N"),
    ("token", "t"), ("similar", "="), ("text", "i"), ("strongest", "w"),
    ("forgotten", "f -"), ("gained", "+"), ("moved", "m"), ("marked", "'"), ("all", "a"), ("filter", "& \\"),
    ("sort-right", ">"), ("sort-left", "<"), ("reverse", "r"), ("columns", "c"), ("shares", "%"),
    ("policy", "o"), ("detail", "d"), ("step", "."), ("step-back", ","), ("play", "e"),
    ("against-first", "0"),
    ("go-back", "{ ctrl-o"), ("go-forward", "}"), ("mark", "space"), ("range", "v"), ("mark-all", "*"),
    ("undo", "u"), ("redo", "U ctrl-r"), ("prune", "p"), ("prune-mode", "z"),
    ("back", "esc"), ("help", "? f1"), ("palette", ":"), ("copy", "y"), ("redraw", "ctrl-l"),
    ("suspend", "ctrl-z"), ("leave", "q"), ("quit", "ctrl-c"),
  ]

  /// The keys that come with the program.
  public static let standard: Keymap = {
    var keymap = Keymap()
    let numbers = (1...9).map { ("stage \($0)", String($0)) }
    let views = ViewDescription.all.map { ($0.name, $0.key) }
    for (command, keys) in numbers + defaults.map({ ($0.command, $0.keys) }) + views {
      for key in Key.sequence(keys) ?? [] {
        precondition(keymap.action(for: key) == nil, "\(key.name) has two commands")
        // A test binds every one of them; a misspelt default is our bug.
        do { try keymap.bind(key, to: command) } catch { preconditionFailure("\(command): \(error)") }
      }
    }
    return keymap
  }()
}
