// The cases are called as ggml calls them.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// How the numbers of a GGUF tensor are stored: one by one, or in blocks of 32 that share a scale.
public enum GGUFElementType: Sendable, Hashable {
  case float32
  case float16
  case bfloat16
  /// 4 bits each, a scale.
  case q4_0
  /// 4 bits each, a scale and a lowest value.
  case q4_1
  /// 5 bits each, a scale.
  case q5_0
  /// 5 bits each, a scale and a lowest value.
  case q5_1
  /// 8 bits each, a scale.
  case q8_0
  /// A kind that is not read here, by its number in ggml.
  case other(UInt32)

  init(_ number: UInt32) {
    self =
      switch number {
      case 0: .float32
      case 1: .float16
      case 2: .q4_0
      case 3: .q4_1
      case 6: .q5_0
      case 7: .q5_1
      case 8: .q8_0
      case 30: .bfloat16
      default: .other(number)
      }
  }

  /// Numbers of a block; nil for a kind that is not read.
  public var blockCount: Int? {
    switch self {
    case .float32, .float16, .bfloat16: 1
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0: 32
    case .other: nil
    }
  }

  /// Bytes of a block; nil for a kind that is not read.
  public var blockBytes: Int? {
    switch self {
    case .float32: 4
    case .float16, .bfloat16: 2
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    case .other: nil
    }
  }

  /// The name that ggml gives it, e.g. `Q4_1`.
  public var name: String {
    switch self {
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .q4_0: "Q4_0"
    case .q4_1: "Q4_1"
    case .q5_0: "Q5_0"
    case .q5_1: "Q5_1"
    case .q8_0: "Q8_0"
    case .other(let number): Self.otherNames[number] ?? "type \(number)"
    }
  }

  private static let otherNames: [UInt32: String] = [
    9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS",
    17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 24: "I8",
    25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]
}
