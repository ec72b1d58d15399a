import Files
import Kernels
import TensorFiles

/// A file of weights, of any format that is read here.
enum WeightFile: Sendable {
  /// A safetensors or PyTorch file.
  case archive(TensorArchive)
  /// A GGUF file, whose tensors go by names of its own.
  case gguf(GGUFWeights)

  /// One tensor.
  struct Tensor: Sendable {
    /// Its name in the file.
    let name: String
    let shape: [Int]
    /// What its elements are called.
    let type: String
    /// Whether it can be read as floats.
    let isReadable: Bool
  }

  /// The file.
  var path: String {
    switch self {
    case .archive(let archive): archive.path
    case .gguf(let weights): weights.file.path
    }
  }

  /// All tensors.
  var tensors: [Tensor] {
    switch self {
    case .archive(let archive):
      archive.tensors.map {
        Tensor(
          name: $0.name, shape: $0.shape, type: $0.elementType.rawValue,
          isReadable: $0.elementType.isFloatingPoint)
      }
    case .gguf(let weights): weights.tensors
    }
  }

  /// A tensor's numbers, row-major.
  ///
  /// - Throws: `TensorFileError`.
  func floats(_ name: String) throws -> [Float] {
    switch self {
    case .archive(let archive): try archive.floats(name)
    case .gguf(let weights): try weights.floats(name)
    }
  }

  /// A tensor's numbers as they are stored, if they have 16 bits; else nil.
  ///
  /// - Throws: `TensorFileError`.
  func compact(_ name: String) throws -> (bits: [UInt16], format: CompactMatrix.Format)? {
    guard case .archive(let archive) = self, let tensor = archive.tensor(named: name) else { return nil }
    let format: CompactMatrix.Format
    switch tensor.elementType {
    case .bfloat16: format = .bfloat16
    case .float16: format = .float16
    default: return nil
    }
    let bits = try archive.withUnsafeBytes(of: name) { bytes in
      [UInt16](unsafeUninitializedCapacity: tensor.count) { target, count in
        count = tensor.count
        UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
      }
    }
    return (bits, format)
  }

  /// The rows of a matrix `[rows, width]` where they lie, or nil if they can't be read one by one.
  ///
  /// - Throws: `TensorFileError`.
  func rows(of name: String, width: Int) throws -> MatrixRows? {
    switch self {
    case .archive(let archive):
      guard case .safetensors(let file) = archive.content else { return nil }
      let tensor = try file.requiredTensor(named: name)
      return MatrixRows(
        file: file.file, range: tensor.byteRange, rowBytes: width * tensor.elementType.byteCount, width: width
      ) { tensor.elementType.copyFloats(from: $0, to: $1) }
    case .gguf(let weights): return weights.rows(of: name, width: width)
    }
  }
}
