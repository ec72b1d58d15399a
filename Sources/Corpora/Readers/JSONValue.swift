/// A JSON value; numbers stay the text they are.
enum JSONValue {
  case null
  case bool(Bool)
  case number(String)
  case string([UInt8])
  case array([JSONValue])
  case object([Member])

  /// A key of an object with its value, in the order of the text.
  struct Member {
    let key: String
    let value: JSONValue
  }
}
