/// Why a text is not TOML, or not one that is read here.
enum TOMLFlaw: Error, Equatable {
  /// Something else was needed here.
  case expected(String)
  /// A key was given a value, or a table defined, before.
  case definedTwice(String)
  /// A name that stands for something else than a table is used as one.
  case notATable(String)
  /// A string with a control character, an unknown escape or no end.
  case badString
  /// A control character outside of strings.
  case controlCharacter
  /// What stands there is no number, truth value, date or time.
  case badValue
  /// An integer beyond 64 bits.
  case integerTooLarge
  /// Values, or the parts of a key, are nested deeper than any honest file has them.
  case tooDeep

  /// In words, for messages.
  var reason: String {
    switch self {
    case .expected(let what): "expected \(what)"
    case .definedTwice(let key): "\"\(key)\" is defined twice"
    case .notATable(let key): "\"\(key)\" is no table that could be added to"
    case .badString: "the string is not valid"
    case .controlCharacter: "a control character stands here"
    case .badValue: "this is no string, number, date, true or false"
    case .integerTooLarge: "the integer is too large"
    case .tooDeep: "values are nested more than \(TOMLReader.depthLimit) deep"
    }
  }
}
