import Files
import Kernels

/// The rows of a matrix of which few are needed at a time, as floats: read from the file, or kept in memory.
struct MatrixRows: Sendable {
  /// Makes floats of a row's bytes.
  typealias Conversion = @Sendable (UnsafeRawBufferPointer, UnsafeMutablePointer<Float>) -> Void

  /// How many numbers a row has.
  let width: Int
  private let place: Place

  private enum Place: Sendable {
    case file(MappedFile, start: Int, rowBytes: Int, convert: Conversion)
    case memory(FloatBuffer)
  }

  /// Rows that lie in a file, one after the other.
  init(file: MappedFile, range: Range<Int>, rowBytes: Int, width: Int, convert: @escaping Conversion) {
    self.width = width
    place = .file(file, start: range.lowerBound, rowBytes: rowBytes, convert: convert)
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
    case .file(let file, let start, let rowBytes, let convert):
      file.withUnsafeBytes { bytes in
        let first = start + row * rowBytes
        convert(UnsafeRawBufferPointer(rebasing: bytes[first..<first + rowBytes]), target)
      }
    }
  }
}
