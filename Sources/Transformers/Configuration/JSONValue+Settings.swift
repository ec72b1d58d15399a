import Files

// Settings and their defaults, as families write them down.
extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByStringLiteral
{
  /// A number.
  public init(integerLiteral value: Int) { self = .number("\(value)") }
  /// A number.
  public init(floatLiteral value: Double) { self = .number("\(value)") }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .string(Array(value.utf8)) }
}

extension JSONValue {
  /// A number without a fraction that an Int holds; nil for other values.
  var integer: Int? { double.flatMap { Int(exactly: $0) } }

  /// The truth value; nil for other values.
  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of a list; nil for other values.
  var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object, of those with one name the last, as in Python; nil for other values.
  var settings: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return Dictionary(members.map { ($0.key, $0.value) }) { $1 }
  }
}
