/// A value of a TOML text.
enum TOMLValue {
  case string(String)
  case integer(Int)
  case double(Double)
  case bool(Bool)
  /// A date or a time, which no setting takes.
  case moment
  case array([TOMLValue])
  case table(TOMLTable)

  /// What it is, for messages.
  var kindName: String {
    switch self {
    case .string: "a string"
    case .integer: "an integer"
    case .double: "a number"
    case .bool: "true or false"
    case .moment: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }
}
