/// The sixteen colours of the user's own palette, in the order of their numbers 0 to 15.
public enum NamedColor: UInt8, CaseIterable, Hashable, Sendable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow
  case brightBlue, brightMagenta, brightCyan, brightWhite

  /// The name in theme files: "red", "bright-red".
  public var name: String {
    let base = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    return rawValue < 8 ? base[Int(rawValue)] : "bright-" + base[Int(rawValue) - 8]
  }
}
