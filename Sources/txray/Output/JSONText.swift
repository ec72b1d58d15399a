import FoundationEssentials

/// A value as JSON on one line, keys sorted, numbers at full precision.
///
/// Infinity and NaN, which JSON can't express, become `null`. Characters that would steer a terminal become
/// `\u202e`.
struct JSONText {
  /// The JSON, without a line feed.
  let text: String

  /// Placeholder for numbers that JSON can't express, until everything is encoded; random, so that no text
  /// can be mistaken for it.
  private static let noNumber =
    "not a number \(UInt64.random(in: 0 ... .max)) \(UInt64.random(in: 0 ... .max))"

  /// Encodes a value. Throws what its `encode` does.
  init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.noNumber, negativeInfinity: Self.noNumber, nan: Self.noNumber)
    let encoded = String(decoding: try encoder.encode(value), as: UTF8.self)
    text = TerminalSafe(json: encoded.replacing("\"\(Self.noNumber)\"", with: "null")).text
  }

  /// A number; `null` if there is none or if JSON can't express it.
  static func number(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null"
  }
}

extension Output {
  /// A value as JSON on a line of its own.
  func json(_ value: some Encodable) throws { try json(piece: try JSONText(value).text + "\n") }
}
