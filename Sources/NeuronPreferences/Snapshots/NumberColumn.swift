import TensorFiles

/// Non-negative integers in a mapped file, whatever their width. O(1) access, no copy.
public enum IntegerColumn: Sendable {
  case uint8(MappedColumn<UInt8>)
  case uint16(MappedColumn<UInt16>)
  case uint32(MappedColumn<UInt32>)
  case uint64(MappedColumn<UInt64>)

  /// Number of values.
  public var count: Int {
    switch self {
    case .uint8(let column): column.count
    case .uint16(let column): column.count
    case .uint32(let column): column.count
    case .uint64(let column): column.count
    }
  }

  /// No honest number is larger: so many tokens are 275 billion. The sum over all neurons of a snapshot stays an Int.
  public static let limit = 1 << 38

  /// The value at `index`; one beyond ``limit`` reads as that.
  public subscript(index: Int) -> Int {
    switch self {
    case .uint8(let column): Int(column[index])
    case .uint16(let column): Int(column[index])
    case .uint32(let column): Int(column[index])
    case .uint64(let column): min(Int(clamping: column[index]), Self.limit)
    }
  }

  /// All values, copied.
  public var values: [Int] { (0..<count).map { self[$0] } }

  init(_ file: SafetensorsFile, _ name: String, shape: [Int?]) throws(TensorFileError) {
    let info = try file.requiredTensor(named: name, shape: shape)
    switch info.elementType {
    case .uint8, .bool: self = .uint8(try file.column(name))
    case .uint16: self = .uint16(try file.column(name))
    case .uint32: self = .uint32(try file.column(name))
    case .uint64: self = .uint64(try file.column(name))
    default:
      throw .wrongElementType(
        path: file.path, tensor: name, expected: [.uint8, .uint16, .uint32, .uint64],
        found: info.elementType)
    }
  }
}

/// Floating-point numbers in a mapped file, single or double. O(1) access, no copy.
public enum RealColumn: Sendable {
  case float(MappedColumn<Float>)
  case double(MappedColumn<Double>)

  /// Number of values.
  public var count: Int {
    switch self {
    case .float(let column): column.count
    case .double(let column): column.count
    }
  }

  /// The value at `index`.
  public subscript(index: Int) -> Double {
    switch self {
    case .float(let column): Double(column[index])
    case .double(let column): column[index]
    }
  }

  init(_ file: SafetensorsFile, _ name: String, shape: [Int?]) throws(TensorFileError) {
    let info = try file.requiredTensor(named: name, shape: shape)
    switch info.elementType {
    case .float32: self = .float(try file.column(name))
    case .float64: self = .double(try file.column(name))
    default:
      throw .wrongElementType(
        path: file.path, tensor: name, expected: [.float32, .float64], found: info.elementType)
    }
  }
}
