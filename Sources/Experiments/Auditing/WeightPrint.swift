import Files
import Glibc
import Runs
import TensorFiles

/// What identifies the weights of a stage and how large they are, tensor by tensor; nothing of them is kept.
struct WeightPrint: Sendable {
  /// One tensor.
  struct Tensor: Sendable {
    let name: String
    /// The name of its file.
    let file: String
    let shape: [Int]
    /// SHA-256 of its type, shape and bytes.
    let digest: String
    /// The Euclidean norm; nil where the numbers are quantised or are no floats.
    let norm: Double?
    /// The largest absolute value.
    let largest: Double
    /// What all its numbers are, if they are all the same.
    let constant: Float?
    /// Whether all numbers are finite.
    let isFinite: Bool

    /// Whether equal bytes say anything: zeros and ones stand in every new model.
    var isTelling: Bool { constant == nil && shape.reduce(1, *) > 1 }
  }

  /// The tensors, file by file.
  let tensors: [Tensor]
  /// The digest of each tensor, by its name.
  let digests: [String: String]
  /// One digest of all tensors by their names, whichever files they lie in.
  let digest: String
  /// The same whatever they are called.
  let namelessDigest: String

  /// Reads files of weights. O(bytes); memory for one tensor at a time.
  ///
  /// - Throws: `TensorFileError`.
  init(files: [String]) throws {
    var tensors: [Tensor] = []
    for path in files {
      if GGUFFile.isOne(path: path) {
        tensors += try Self.tensors(of: GGUFFile(path: path))
      } else {
        tensors += try Self.tensors(of: TensorArchive(path: path))
      }
    }
    self.tensors = tensors
    digests = Dictionary(tensors.map { ($0.name, $0.digest) }, uniquingKeysWith: { $1 })
    digest = recipeDigest(tensors.map { "\($0.name) \($0.digest)" }.sorted())
    namelessDigest = recipeDigest(tensors.map(\.digest).sorted())
  }

  /// The norm of all of them together, nil where none is known.
  var norm: Double? {
    let norms = tensors.compactMap(\.norm)
    return norms.isEmpty ? nil : sqrt(norms.reduce(0) { $0 + $1 * $1 })
  }

  /// How many numbers there are.
  var parameters: Int { tensors.reduce(0) { $0 + $1.shape.reduce(1, *) } }

  private static func tensors(of archive: TensorArchive) throws -> [Tensor] {
    let file = RunFolder.lastName(of: archive.path)
    return try archive.tensors.map { tensor in
      let digest = try archive.withUnsafeBytes(of: tensor.name) {
        Self.digest("\(tensor.elementType.rawValue) \(tensor.shape)", $0)
      }
      let floats = tensor.elementType.isFloatingPoint ? try archive.floats(tensor.name) : nil
      return Tensor(name: tensor.name, file: file, shape: tensor.shape, digest: digest, floats: floats)
    }
  }

  private static func tensors(of file: GGUFFile) throws -> [Tensor] {
    try file.tensors.map { tensor in
      let digest = file.file.withUnsafeBytes {
        Self.digest(
          "\(tensor.elementType) \(tensor.shape)", UnsafeRawBufferPointer(rebasing: $0[tensor.byteRange]))
      }
      // What was quantised has no norms of its own to follow.
      let floats = tensor.shape.count == 1 ? try file.floats(tensor.name) : nil
      return Tensor(
        name: tensor.name, file: RunFolder.lastName(of: file.path), shape: tensor.shape, digest: digest,
        floats: floats)
    }
  }

  private static func digest(_ kind: String, _ bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    Array(kind.utf8).withUnsafeBytes { hash.update($0) }
    hash.update(bytes)
    return hash.hexDigest()
  }
}

extension WeightPrint.Tensor {
  init(name: String, file: String, shape: [Int], digest: String, floats: [Float]?) {
    (self.name, self.file, self.shape, self.digest) = (name, file, shape, digest)
    guard let floats, let first = floats.first else {
      (norm, largest, constant, isFinite) = (nil, 0, nil, true)
      return
    }
    var (squares, largest) = (0.0, Float(0))
    var (isConstant, isFinite) = (true, true)
    for value in floats {
      squares += Double(value) * Double(value)
      largest = max(largest, abs(value))
      if value != first { isConstant = false }
      if !value.isFinite { isFinite = false }
    }
    norm = isFinite ? sqrt(squares) : nil
    self.largest = Double(largest)
    constant = isConstant ? first : nil
    self.isFinite = isFinite
  }
}
