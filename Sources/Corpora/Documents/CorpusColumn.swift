/// A column of a corpus file: by name (JSON key, CSV or TSV header) or by number, counted from 1.
public enum CorpusColumn: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  CustomStringConvertible
{
  /// A JSON key or a name in the header.
  case name(String)
  /// A position counted from 1.
  case number(Int)

  /// A number if `text` is a whole number, a name otherwise.
  public init(_ text: String) {
    self = Int(text).map(CorpusColumn.number) ?? .name(text)
  }

  /// As ``init(_:)``.
  public init(stringLiteral value: String) { self.init(value) }

  /// A column by its position, counted from 1.
  public init(integerLiteral value: Int) { self = .number(value) }

  /// The name, or the number in digits.
  public var description: String {
    switch self {
    case .name(let name): name
    case .number(let number): String(number)
    }
  }
}
