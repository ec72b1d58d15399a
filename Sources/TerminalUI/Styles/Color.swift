/// A colour as a theme asks for it; `quantised(to:)` makes it what a terminal has.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case `default`
  /// One of the user's sixteen.
  case named(NamedColor)
  /// A number of the 256 colour palette.
  case indexed(UInt8)
  /// 24-bit colour.
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}
