/// What one element of a tensor is, as safetensors names it.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  case bool = "BOOL"
  case uint8 = "U8"
  case int8 = "I8"
  case float8E4M3 = "F8_E4M3"
  case float8E5M2 = "F8_E5M2"
  case uint16 = "U16"
  case int16 = "I16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case uint32 = "U32"
  case int32 = "I32"
  case float32 = "F32"
  case uint64 = "U64"
  case int64 = "I64"
  case float64 = "F64"
  case complex64 = "C64"

  /// Size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8, .float8E4M3, .float8E5M2: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64, .complex64: 8
    }
  }

  /// Whether ``SafetensorsFile/floats(_:)`` can read it: F64, F32, F16, BF16.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    default: false
    }
  }

  /// Whether ``SafetensorsFile/integers(_:as:)`` can read it: every integer, and booleans as 0 and 1.
  public var isInteger: Bool {
    switch self {
    case .bool, .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64: true
    default: false
    }
  }
}

/// A Swift type whose bytes are those of one ``ElementType``, so that a column of it needs no conversion.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The element type of a tensor that holds such values.
  static var elementType: ElementType { get }
}

extension UInt8: TensorElement {
  /// ``ElementType/uint8``.
  public static var elementType: ElementType { .uint8 }
}
extension Int8: TensorElement {
  /// ``ElementType/int8``.
  public static var elementType: ElementType { .int8 }
}
extension UInt16: TensorElement {
  /// ``ElementType/uint16``.
  public static var elementType: ElementType { .uint16 }
}
extension Int16: TensorElement {
  /// ``ElementType/int16``.
  public static var elementType: ElementType { .int16 }
}
extension UInt32: TensorElement {
  /// ``ElementType/uint32``.
  public static var elementType: ElementType { .uint32 }
}
extension Int32: TensorElement {
  /// ``ElementType/int32``.
  public static var elementType: ElementType { .int32 }
}
extension UInt64: TensorElement {
  /// ``ElementType/uint64``.
  public static var elementType: ElementType { .uint64 }
}
extension Int64: TensorElement {
  /// ``ElementType/int64``.
  public static var elementType: ElementType { .int64 }
}
extension Float: TensorElement {
  /// ``ElementType/float32``.
  public static var elementType: ElementType { .float32 }
}
extension Double: TensorElement {
  /// ``ElementType/float64``.
  public static var elementType: ElementType { .float64 }
}
