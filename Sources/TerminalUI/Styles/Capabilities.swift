/// What the terminal at hand can show.
public struct Capabilities: Hashable, Sendable {
  /// Its colours.
  public var colorDepth: ColorDepth
  /// Its characters.
  public var repertoire: Repertoire

  /// Makes a description of a terminal.
  public init(colorDepth: ColorDepth, repertoire: Repertoire) {
    self.colorDepth = colorDepth
    self.repertoire = repertoire
  }
}
