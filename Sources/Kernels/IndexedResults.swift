/// One value an index, each changed by one thread at a time: what workers leave for their caller.
public final class IndexedResults<Value>: @unchecked Sendable {
  /// The values.
  public let values: UnsafeMutableBufferPointer<Value>

  /// Starts with these values.
  public init(_ values: [Value]) {
    self.values = .allocate(capacity: values.count)
    _ = self.values.initialize(from: values)
  }

  /// Starts with `count` times the same value.
  public init(repeating value: Value, count: Int) {
    values = .allocate(capacity: count)
    values.initialize(repeating: value)
  }

  deinit {
    values.deinitialize()
    values.deallocate()
  }
}

extension IndexedResults where Value == Double {
  /// The sum in the order of the indices, whoever computed the parts.
  public var total: Double { values.reduce(0, +) }
}
