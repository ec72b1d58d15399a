/// What is wrong with a JSON text, or with a value in it.
public enum JSONFlaw: Error, Equatable, Sendable {
  /// Another character was needed here.
  case expected(String)
  /// The text ends inside a value.
  case endOfText
  /// Something other than blanks follows the value.
  case textAfterEnd
  /// A string holds a control character, a bad escape or bytes that are not UTF-8.
  case badString
  /// A number is negative, fractional or too large where a count or an offset is needed.
  case badInteger
  /// Values are nested too deeply.
  case tooDeep
  /// An array is longer than any honest one.
  case tooManyElements(limit: Int)
  /// A key occurs twice.
  case duplicateKey(String)
  /// An object lacks a key.
  case missingKey(String)
}
