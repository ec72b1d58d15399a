import Kernels
import TensorFiles

/// The tensors of a model by their names without prefixes, in whichever files they lie. Nothing is read before
/// it is asked for.
final class WeightStore: Sendable {
  /// The folder or file, for messages.
  let path: String
  private let archives: [TensorArchive]
  private let entries: [String: Entry]

  /// Prefixes that programs put before everything.
  private static let wrappers = ["_orig_mod.", "module.", "base_model.model."]

  /// Where a tensor lies.
  private struct Entry: Sendable {
    let archive: Int
    let name: String
    let shape: [Int]
    let elementType: ElementType
  }

  /// Lists the tensors of these files, with wrappers' and these prefixes taken off.
  ///
  /// - Throws: ``TransformerError/ambiguousTensor(path:spellings:)``.
  init(path: String, archives: [TensorArchive], prefixes: [String]) throws(TransformerError) {
    self.path = path
    self.archives = archives
    var entries: [String: Entry] = [:]
    for (place, archive) in archives.enumerated() {
      for tensor in archive.tensors {
        let name = Self.stripped(tensor.name, prefixes: prefixes)
        let entry = Entry(
          archive: place, name: tensor.name, shape: tensor.shape, elementType: tensor.elementType)
        if let other = entries.updateValue(entry, forKey: name) {
          throw .ambiguousTensor(path: path, spellings: [other.name, tensor.name].sorted())
        }
      }
    }
    self.entries = entries
  }

  /// A name without wrappers and without a prefix; LayerNorm's old names of weight and bias become the new ones.
  static func stripped(_ name: String, prefixes: [String]) -> String {
    var rest = name[...]
    while let wrapper = wrappers.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(wrapper.count) }
    if let prefix = prefixes.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(prefix.count) }
    if rest.hasSuffix("LayerNorm.gamma") { return rest.dropLast(5) + "weight" }
    if rest.hasSuffix("LayerNorm.beta") { return rest.dropLast(4) + "bias" }
    return String(rest)
  }

  /// All names, in no order.
  var names: some Collection<String> { entries.keys }

  /// The shape of a tensor, or nil if there is none.
  func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// What a tensor's elements are.
  func elementType(of name: String) -> ElementType? { entries[name]?.elementType }

  /// A tensor's numbers, row-major.
  ///
  /// - Throws: ``TransformerError/missingTensors(path:tensors:)`` or `TensorFileError`.
  func floats(_ name: String) throws -> [Float] {
    guard let entry = entries[name] else {
      throw TransformerError.missingTensors(path: path, tensors: [name])
    }
    return try archives[entry.archive].floats(entry.name)
  }

  /// The rows of a matrix `[rows, width]`, in the file where they can be read one by one.
  ///
  /// - Throws: ``TransformerError/missingTensors(path:tensors:)`` or `TensorFileError`.
  func rows(of name: String, width: Int) throws -> MatrixRows {
    if let entry = entries[name], case .safetensors(let file) = archives[entry.archive].content {
      let tensor = try file.requiredTensor(named: entry.name)
      return MatrixRows(file: file.file, range: tensor.byteRange, elementType: tensor.elementType, width: width)
    }
    return MatrixRows(values: FloatBuffer(try floats(name)), width: width)
  }
}
