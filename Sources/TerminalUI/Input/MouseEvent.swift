/// What the mouse did, and over which cell.
public struct MouseEvent: Hashable, Sendable {
  /// What was done.
  public enum Action: Hashable, Sendable {
    /// The left button was pressed once.
    case click
    /// ... and at once again.
    case doubleClick
    /// The right or middle button.
    case secondaryClick
    /// The wheel, by one notch.
    case scrollUp, scrollDown
  }

  /// What was done.
  public var action: Action
  /// The cell.
  public var position: Point

  /// Makes an event.
  public init(_ action: Action, at position: Point) {
    self.action = action
    self.position = position
  }
}
