/// One column of one row.
public struct Cell: Hashable, Sendable {
  /// What is printed: a spacing character with its marks. Empty in the second half of a wide character.
  public internal(set) var text: String
  /// 1, or 2 for a wide character, whose right neighbour then is its second half with width 0.
  public internal(set) var width: UInt8
  /// How it looks.
  public var style: Style

  /// A space.
  public static func blank(_ style: Style = .plain) -> Cell { Cell(text: " ", width: 1, style: style) }

  /// Whether this is the second half of the wide character to the left.
  public var isContinuation: Bool { width == 0 }
}
