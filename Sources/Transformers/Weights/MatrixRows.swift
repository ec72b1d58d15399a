import Files
import Kernels
import TensorFiles

/// The rows of a matrix of which few are needed at a time, as floats: read from the file, or kept in memory.
struct MatrixRows: Sendable {
  /// How many numbers a row has.
  let width: Int
  private let place: Place

  private enum Place: Sendable {
    case file(MappedFile, start: Int, elementType: ElementType)
    case memory(FloatBuffer)
  }

  /// Rows that lie in a file.
  init(file: MappedFile, range: Range<Int>, elementType: ElementType, width: Int) {
    self.width = width
    place = .file(file, start: range.lowerBound, elementType: elementType)
  }

  /// Rows that lie in memory.
  init(values: FloatBuffer, width: Int) {
    self.width = width
    place = .memory(values)
  }

  /// Copies a row to `target`. The row must be there.
  func copy(_ row: Int, to target: UnsafeMutablePointer<Float>) {
    switch place {
    case .memory(let values): target.update(from: values.pointer + row * width, count: width)
    case .file(let file, let start, let elementType):
      let size = width * elementType.byteCount
      file.withUnsafeBytes { bytes in
        let first = start + row * size
        elementType.copyFloats(from: UnsafeRawBufferPointer(rebasing: bytes[first..<first + size]), to: target)
      }
    }
  }
}
