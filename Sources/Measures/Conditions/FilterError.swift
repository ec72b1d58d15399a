/// What is wrong with a filter, and where.
public struct FilterError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// No field has this name; `suggestion` is the nearest one.
    case unknownField(String, suggestion: String?)
    /// The stages beside a field's name are none.
    case stages(MeasureError)
    /// The field is not compared with this sign; with these it is.
    case wrongSign(field: String, sign: String, allowed: [String])
    /// Nothing stands behind the sign.
    case missingValue(field: String)
    /// What stands there is no number.
    case notANumber(field: String, value: String)
    /// What stands there is none of the words that the field has; `suggestion` is the nearest one.
    case unknownValue(field: String, value: String, suggestion: String?, known: [String])
    /// On one side of `or` there is no condition.
    case nothingBesideOr
    /// Quotation marks that don't end.
    case openQuote
  }

  /// The condition, as it was typed.
  public let term: String
  /// Its first character in the text, from 1.
  public let column: Int
  /// What is wrong with it.
  public let reason: Reason

  /// Describes a fault.
  public init(term: String, column: Int, reason: Reason) {
    self.term = term
    self.column = column
    self.reason = reason
  }
}
