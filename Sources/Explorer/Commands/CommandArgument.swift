/// What may follow a command's name.
enum CommandArgument: Hashable, Sendable {
  /// Nothing.
  case none
  /// Something, called so in messages.
  case required(String)
  /// Something or nothing.
  case optional(String)

  var placeholder: String? {
    switch self {
    case .none: nil
    case .required(let name), .optional(let name): name
    }
  }
}
