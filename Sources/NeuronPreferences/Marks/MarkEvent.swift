import Files
import Glibc
import Sites
import TensorFiles

/// One line of `marks.jsonl`: what someone did to a neuron.
public struct MarkEvent: Hashable, Sendable {
  /// What was done.
  public enum Action: String, Sendable {
    /// Chosen, e.g. for pruning.
    case mark
    /// No longer chosen.
    case unmark
    /// Commented on.
    case note
    /// A comment was taken back: the last one of the same text.
    case unnote
  }

  /// When, as ISO 8601 in UTC.
  public var time: String
  /// Who.
  public var user: String
  /// Which neuron.
  public var neuron: NeuronID
  /// What was done.
  public var action: Action
  /// The comment of a note.
  public var text: String?
  /// Why.
  public var reason: String?
  /// The named list that a mark is put on or taken off; nil for the marks themselves.
  public var list: String?

  /// An event; time and user are now and the current user's name unless given.
  public init(
    _ action: Action, _ neuron: NeuronID, text: String? = nil, reason: String? = nil, list: String? = nil,
    time: String = MarkEvent.now(), user: String = MarkEvent.currentUser()
  ) {
    self.time = time
    self.user = user
    self.neuron = neuron
    self.action = action
    self.text = text
    self.reason = reason
    self.list = list
  }

  /// The present time as `2020-08-03T12:00:00Z`.
  public static func now() -> String {
    var seconds = Glibc.time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ number: Int32, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    return "\(date)T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
  }

  /// The name of whoever runs this process: `$USER`, `$LOGNAME` or the number.
  public static func currentUser() -> String {
    for variable in ["USER", "LOGNAME"] {
      if let value = getenv(variable), value.pointee != 0 { return String(cString: value) }
    }
    return String(getuid())
  }
}

extension MarkEvent {
  /// The line, without its end.
  var line: String {
    var members = [
      "\"time\":\(time.jsonLiteral)", "\"user\":\(user.jsonLiteral)",
      "\"neuron\":\(neuron.description.jsonLiteral)", "\"action\":\(action.rawValue.jsonLiteral)",
    ]
    if let list { members.append("\"list\":\(list.jsonLiteral)") }
    if let text { members.append("\"text\":\(text.jsonLiteral)") }
    if let reason { members.append("\"reason\":\(reason.jsonLiteral)") }
    return "{\(members.joined(separator: ","))}"
  }

  /// Parses a line; nil if it is torn, or not an event. Keys that are not ours are passed over.
  init?(line: UnsafeRawBufferPointer) {
    var scanner = JSONScanner(line)
    var values: [String: String] = [:]
    do throws(JSONFlaw) {
      try scanner.object { (scanner, key) throws(JSONFlaw) in values[key] = try scanner.stringIfAny() }
    } catch {
      return nil
    }
    scanner.skipBlanks()
    guard scanner.isAtEnd, let neuron = values["neuron"].flatMap({ NeuronID($0) }),
      let action = values["action"].flatMap({ Action(rawValue: $0) })
    else { return nil }
    self.init(
      action, neuron, text: values["text"], reason: values["reason"], list: values["list"],
      time: values["time"] ?? "", user: values["user"] ?? "")
  }
}
