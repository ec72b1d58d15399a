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
