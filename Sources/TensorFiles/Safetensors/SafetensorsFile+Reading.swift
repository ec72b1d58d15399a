extension SafetensorsFile {
  /// Lends a tensor's bytes, little-endian and in row-major order, to `body` without a copy.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)``, or whatever `body` throws.
  public func withUnsafeBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let range = try requiredTensor(named: name).byteRange
    return try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// A read-only column over a tensor's values that copies nothing and keeps the file mapped. O(1).
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)`` or
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``.
  public func column<Element: TensorElement>(
    _ name: String, of type: Element.Type = Element.self
  ) throws(TensorFileError) -> MappedColumn<Element> {
    let info = try requiredTensor(named: name)
    // A boolean is a byte like any other.
    let fits = info.elementType == type.elementType || (info.elementType == .bool && type == UInt8.self)
    guard fits else {
      throw .wrongElementType(
        path: path, tensor: name, expected: [type.elementType], found: info.elementType)
    }
    return MappedColumn(file, range: info.byteRange)
  }

  /// A floating-point tensor as Float, row-major. F16 and BF16 are exact, F64 is rounded to nearest.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)`` or
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``.
  public func floats(_ name: String) throws(TensorFileError) -> [Float] {
    let info = try requiredTensor(named: name)
    guard let values = lent(info, { info.elementType.floats(from: $0) }) else {
      throw notFloatingPoint(info)
    }
    return values
  }

  /// A floating-point tensor as Double, row-major and exact.
  ///
  /// - Throws: ``TensorFileError/missingTensor(path:tensor:)`` or
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``.
  public func doubles(_ name: String) throws(TensorFileError) -> [Double] {
    let info = try requiredTensor(named: name)
    guard let values = lent(info, { info.elementType.doubles(from: $0) }) else {
      throw notFloatingPoint(info)
    }
    return values
  }

  /// An integer or boolean tensor as `type`, row-major.
  ///
  /// - Throws: ``TensorFileError/valueOutOfRange(path:tensor:index:)`` where a value does not fit,
  ///   ``TensorFileError/missingTensor(path:tensor:)`` or
  ///   ``TensorFileError/wrongElementType(path:tensor:expected:found:)``.
  public func integers<Value: FixedWidthInteger & BitwiseCopyable>(
    _ name: String, as type: Value.Type = Value.self
  ) throws(TensorFileError) -> [Value] {
    let info = try requiredTensor(named: name)
    return switch info.elementType {
    case .bool: try integers(info, from: UInt8.self)
    case .uint8: try integers(info, from: UInt8.self)
    case .int8: try integers(info, from: Int8.self)
    case .uint16: try integers(info, from: UInt16.self)
    case .int16: try integers(info, from: Int16.self)
    case .uint32: try integers(info, from: UInt32.self)
    case .int32: try integers(info, from: Int32.self)
    case .uint64: try integers(info, from: UInt64.self)
    case .int64: try integers(info, from: Int64.self)
    default:
      throw .wrongElementType(
        path: path, tensor: name, expected: ElementType.allCases.filter(\.isInteger),
        found: info.elementType)
    }
  }

  private func notFloatingPoint(_ info: TensorInfo) -> TensorFileError {
    .wrongElementType(
      path: path, tensor: info.name, expected: ElementType.allCases.filter(\.isFloatingPoint),
      found: info.elementType)
  }

  private func lent<Result>(_ info: TensorInfo, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    file.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[info.byteRange])) }
  }

  private func integers<Stored: FixedWidthInteger & TensorElement, Value: FixedWidthInteger>(
    _ info: TensorInfo, from: Stored.Type
  ) throws(TensorFileError) -> [Value] {
    let column = MappedColumn<Stored>(file, range: info.byteRange)
    var result: [Value] = []
    result.reserveCapacity(column.count)
    for index in column.indices {
      guard let value = Value(exactly: column[index]) else {
        throw .valueOutOfRange(path: path, tensor: info.name, index: index)
      }
      result.append(value)
    }
    return result
  }
}
