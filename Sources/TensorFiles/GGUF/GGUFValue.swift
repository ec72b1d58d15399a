import Files

/// A value of a GGUF file's metadata.
public enum GGUFValue: Sendable {
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// True or false.
  case bool(Bool)
  /// A text.
  case text(String)
  /// A list; its elements stay in the file.
  case list(GGUFList)

  /// The whole number; nil for other values.
  public var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The number, whole or not; nil for other values.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text; nil for other values.
  public var text: String? {
    if case .text(let value) = self { value } else { nil }
  }

  /// The list; nil for other values.
  public var list: GGUFList? {
    if case .list(let list) = self { list } else { nil }
  }
}

/// A list of a GGUF file's metadata, such as the tokens of a vocabulary. Reading it walks the file anew.
public struct GGUFList: Sendable {
  /// How many elements there are.
  public let count: Int
  let file: MappedFile
  let elementType: UInt32
  /// Where the first element begins.
  let start: Int

  /// The elements as bytes, if they are texts; else nil. O(bytes).
  public var texts: [[UInt8]]? {
    guard elementType == GGUFReader.textType else { return nil }
    return file.withUnsafeBytes { bytes in
      var reader = GGUFReader(bytes, at: start)
      var texts: [[UInt8]] = []
      texts.reserveCapacity(count)
      for _ in 0..<count {
        // The header was read once already, so this can't fail.
        guard let text = try? reader.textBytes() else { return nil }
        texts.append(Array(text))
      }
      return texts
    }
  }

  /// The elements as whole numbers, if they are; else nil. O(count).
  public var integers: [Int]? { values { $0.integer } }

  /// The elements as numbers, if they are; else nil. O(count).
  public var numbers: [Double]? { values { $0.number } }

  private func values<Value>(_ convert: (GGUFValue) -> Value?) -> [Value]? {
    file.withUnsafeBytes { bytes in
      var reader = GGUFReader(bytes, at: start)
      var values: [Value] = []
      values.reserveCapacity(count)
      for _ in 0..<count {
        guard let value = try? reader.value(ofType: elementType, in: file), let converted = convert(value)
        else { return nil }
        values.append(converted)
      }
      return values
    }
  }
}
