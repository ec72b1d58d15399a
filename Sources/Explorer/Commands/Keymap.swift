import TerminalUI

/// Which key does what.
public struct Keymap: Sendable {
  /// A key and its command line.
  struct Binding: Sendable {
    let key: Key
    let command: String
    let action: Action
  }

  /// All bindings, in the order of help.
  private(set) var bindings: [Binding] = []
  private var places: [Key: Int] = [:]

  /// A keymap without keys.
  init() {}

  /// The action of a key, if it has one.
  func action(for key: Key) -> Action? { places[key].map { bindings[$0].action } }

  /// The keys of a command line, the first one bound first.
  func keys(for command: String) -> [Key] { bindings.filter { $0.command == command }.map(\.key) }

  /// Lets `key` do `command`, whatever it did before.
  ///
  /// - Throws: `CommandError`.
  public mutating func bind(_ key: Key, to command: String) throws(CommandError) {
    let action = try Command.action(command)
    unbind(key)
    places[key] = bindings.count
    bindings.append(Binding(key: key, command: command, action: action))
  }

  /// Lets `key` do nothing.
  public mutating func unbind(_ key: Key) {
    guard let place = places.removeValue(forKey: key) else { return }
    bindings.remove(at: place)
    for (other, index) in places where index > place { places[other] = index - 1 }
  }
}
