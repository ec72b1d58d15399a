import Files
import TerminalUI

/// A file of keys and commands that the explorer plays without a terminal.
///
/// A line holds names of keys separated by blanks (`j j space`), or `:` and a command
/// (`:save-display screen.txt`). `:size 80x24` sets the size of the screen. Empty lines and lines that
/// begin with `#` are passed over.
public struct Script: Sendable {
  /// What a line asks for.
  enum Step: Sendable {
    case keys([Key])
    case command(Action)
    case size(Size)
  }

  /// The file, for messages.
  public let path: String
  let steps: [(line: Int, step: Step)]

  /// More than anybody writes by hand.
  private static let sizeLimit = 1 << 24

  /// Reads a script; `-` is standard input.
  ///
  /// - Throws: `FileError`, `ScriptError.badLine`.
  public init(contentsOf path: String) throws {
    let bytes = try FileBytes.read(path, limit: Self.sizeLimit)
    try self.init(parsing: String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Parses the text of a script.
  ///
  /// - Throws: `ScriptError.badLine`.
  public init(parsing text: String, path: String) throws(ScriptError) {
    self.path = path
    var steps: [(line: Int, step: Step)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.last == "\r" ? line.dropLast() : line
      guard line.contains(where: { $0 != " " }), !line.hasPrefix("#") else { continue }
      do throws(CommandError) {
        steps.append((index + 1, try Self.step(String(line))))
      } catch {
        throw .badLine(path: path, line: index + 1, reason: error)
      }
    }
    self.steps = steps
  }

  private static func step(_ line: String) throws(CommandError) -> Step {
    guard line.hasPrefix(":"), line != ":" else {
      var keys: [Key] = []
      for name in line.split(separator: " ") {
        guard let key = Key(name: String(name)) else { throw .unknownKey(String(name)) }
        keys.append(key)
      }
      return .keys(keys)
    }
    let command = String(line.dropFirst())
    guard command.hasPrefix("size ") else { return .command(try Command.action(command)) }
    let parts = command.dropFirst(5).split { $0 == "x" || $0 == " " }.map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...1000).contains(width),
      (1...1000).contains(height)
    else {
      throw .badArgument(
        command: "size", argument: String(command.dropFirst(5)), expected: "size such as 80x24")
    }
    return .size(Size(width: width, height: height))
  }
}
