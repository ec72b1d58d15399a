/// A tensor as a window on a storage: element `(i, j, …)` stands at `offset + i * strides[0] + j * strides[1]
/// + …`. Verified to lie inside.
struct TensorView: Sendable {
  /// What an expanded tensor (one whose strides repeat elements) may grow to when it is written out.
  static let expansionLimit = 1 << 24

  /// Place in ``PyTorchFile/storages``.
  let storage: Int
  let shape: [Int]
  /// In elements.
  let strides: [Int]
  /// In elements.
  let offset: Int
  /// Product of the shape.
  let count: Int

  /// - Throws: the flaw if the window reaches beyond a storage of `available` elements.
  init(
    named name: String, shape: [Int], strides: [Int], offset: Int, storage: Int, available: Int
  ) throws(PyTorchFlaw) {
    guard strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }) else {
      throw .badStrides(tensor: name, strides: strides)
    }
    guard shape.count <= SafetensorsHeader.dimensionLimit, let count = Self.count(of: shape) else {
      throw .badShape(tensor: name, shape: shape)
    }
    if count > 0 {
      let needed = Self.end(shape, strides, offset)
      guard offset >= 0, let needed, needed <= available else {
        throw .outsideStorage(tensor: name, needed: needed, count: available)
      }
      guard count <= max(available, Self.expansionLimit) else { throw .badShape(tensor: name, shape: shape) }
    }
    (self.storage, self.shape, self.strides) = (storage, shape, strides)
    (self.offset, self.count) = (count > 0 ? offset : 0, count)
  }

  /// Whether the elements stand one after another in row-major order.
  var isContiguous: Bool {
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      if stride != expected && count > 0 { return false }
      expected *= extent
    }
    return true
  }

  /// The elements it spans, when contiguous.
  var elements: Range<Int> { offset..<offset + count }

  /// Product of the extents; nil if one is negative or the product can't be counted.
  private static func count(of shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    if shape.contains(0) { return 0 }
    var count = 1
    for extent in shape {
      let (product, overflowed) = count.multipliedReportingOverflow(by: extent)
      // Eight bytes an element must be countable too.
      guard !overflowed, product <= Int.max >> 4 else { return nil }
      count = product
    }
    return count
  }

  /// One more than the largest place; nil if it can't be counted.
  private static func end(_ shape: [Int], _ strides: [Int], _ offset: Int) -> Int? {
    var last = offset
    for (extent, stride) in zip(shape, strides) {
      let (span, overflowed) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflowedToo) = last.addingReportingOverflow(span)
      guard !overflowed, !overflowedToo else { return nil }
      last = sum
    }
    return last < Int.max ? last + 1 : nil
  }

  /// Copies the elements, `size` bytes each, into row-major order.
  func gather(_ storage: UnsafeRawBufferPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
    precondition(target.count == count * size)
    guard count > 0 else { return }
    guard let inner = shape.indices.last else {
      return target.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: storage[offset * size..<(offset + 1) * size]))
    }
    var index = [Int](repeating: 0, count: shape.count)
    var source = offset
    var written = 0
    while written < count {
      for step in 0..<shape[inner] {
        let from = (source + step * strides[inner]) * size
        UnsafeMutableRawBufferPointer(rebasing: target[written * size..<(written + 1) * size])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[from..<from + size]))
        written += 1
      }
      // The next row: count up the outer dimensions like an odometer.
      var dimension = inner - 1
      while dimension >= 0 {
        index[dimension] += 1
        source += strides[dimension]
        if index[dimension] < shape[dimension] { break }
        source -= strides[dimension] * shape[dimension]
        index[dimension] = 0
        dimension -= 1
      }
    }
  }
}
