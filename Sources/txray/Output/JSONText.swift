import FoundationEssentials

/// A value as JSON on one line, keys sorted, numbers at full precision.
///
/// What is no number in JSON, infinity and NaN, is `null`. Characters that would steer a terminal stand as
/// `\u202e`.
struct JSONText {
  /// The JSON, without a line feed.
  let text: String

  /// Stands for a number that JSON doesn't have until everything is encoded; drawn by chance, so that no text
  /// can be taken for it.
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

  /// A number; `null` where there is none, or none that JSON has.
  static func number(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null"
  }
}

extension Output {
  /// A value as JSON on a line of its own.
  func json(_ value: some Encodable) throws { try json(piece: try JSONText(value).text + "\n") }
}
