/// One value an index, each changed by one thread at a time.
final class IndexedResults<Value>: @unchecked Sendable {
  let values: UnsafeMutableBufferPointer<Value>

  init(_ values: [Value]) {
    self.values = .allocate(capacity: values.count)
    _ = self.values.initialize(from: values)
  }

  deinit {
    values.deinitialize()
    values.deallocate()
  }
}
