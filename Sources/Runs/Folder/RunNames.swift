/// What files and folders of a run may be called.
public enum RunNames {
  /// Whether a stage may have that name, which is that of its snapshot file: not empty, no slash, no leading dot.
  public static func isStageName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
  }

  /// What ``isStageName(_:)`` asks for, for messages.
  public static let stageNameRule = "a stage's name is that of a file: no slash, no leading dot"

  /// Whether a relative path can't lead out of the folder it is relative to.
  public static func staysInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\0")
      && !path.split(separator: "/").contains("..")
  }
}
