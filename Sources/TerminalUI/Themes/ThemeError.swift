/// What can be wrong with a theme beyond its text, which `SettingsError` covers.
public enum ThemeError: Error, Equatable, Sendable {
  /// No theme of this name in any folder; the nearest that is there, if one is near.
  case notFound(name: String, folders: [String], suggestion: String?)
  /// Themes that inherit from one another in a circle, in order.
  case inheritanceCycle([String])
}
