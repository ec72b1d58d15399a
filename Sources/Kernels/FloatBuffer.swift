import Glibc

/// A fixed number of floats, shared by reference.
///
/// Large ones come from the system as pages of zeros that take memory only once they are touched.
///
/// Kernels read and write it through `pointer`; who may write when is the caller's business (one writer a
/// region at a time), which is why it can cross threads.
public final class FloatBuffer: @unchecked Sendable {
  /// The first float.
  public let pointer: UnsafeMutablePointer<Float>
  /// How many floats there are.
  public let count: Int

  /// Allocates `count` zeros.
  public init(count: Int) {
    precondition(count >= 0)
    self.count = count
    guard let raw = calloc(max(count, 1), MemoryLayout<Float>.stride) else {
      preconditionFailure("no memory for \(count) floats")
    }
    pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// Copies an array.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    assign(values)
  }

  deinit { free(pointer) }

  /// The floats as an array.
  public var array: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  /// All floats.
  public var buffer: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// Sets every float.
  public func fill(_ value: Float) { pointer.update(repeating: value, count: count) }

  /// Copies an array of the same count.
  public func assign(_ values: [Float]) {
    precondition(values.count == count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: count) }
    }
  }

  /// Copies another buffer of the same count.
  public func copy(from other: FloatBuffer) {
    precondition(other.count == count)
    pointer.update(from: other.pointer, count: count)
  }
}
