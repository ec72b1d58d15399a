/// How many colours a terminal has.
public enum ColorDepth: Int, Comparable, CaseIterable, Sendable {
  /// Attributes only (NO_COLOR, vt100).
  case mono
  /// The user's sixteen.
  case colors16
  /// The 256 colour palette.
  case colors256
  /// 24 bits.
  case trueColor

  /// Orders by the number of colours.
  public static func < (first: ColorDepth, second: ColorDepth) -> Bool { first.rawValue < second.rawValue }
}
