import Kernels
import TensorFiles

/// The tensors of a model by their names without prefixes, in whichever files they lie, with what an adapter
/// adds. Nothing is read before it is asked for.
final class WeightStore: Sendable {
  /// The folder or file, for messages.
  let path: String
  private let files: [WeightFile]
  private let entries: [String: Entry]
  private let adapter: LoRAAdapter?

  /// Where a tensor lies.
  private struct Entry: Sendable {
    let file: Int
    let tensor: WeightFile.Tensor
  }

  /// Lists the tensors of these files, with wrappers' and these prefixes taken off, and holds the adapter's
  /// against them.
  ///
  /// - Throws: ``TransformerError/ambiguousTensor(path:spellings:)`` or
  ///   ``TransformerError/unfitAdapter(path:tensor:)``.
  init(
    path: String, files: [WeightFile], prefixes: [String], adapter: LoRAAdapter? = nil
  ) throws(TransformerError) {
    self.path = path
    self.files = files
    self.adapter = adapter
    var entries: [String: Entry] = [:]
    for (place, file) in files.enumerated() {
      for tensor in file.tensors {
        let name = TensorNames.stripped(tensor.name, prefixes: prefixes)
        if let other = entries.updateValue(Entry(file: place, tensor: tensor), forKey: name) {
          throw .ambiguousTensor(path: path, spellings: [other.tensor.name, tensor.name].sorted())
        }
      }
    }
    self.entries = entries
    try adapter?.check { entries[$0]?.tensor.shape }
  }

  /// The files, an adapter's last.
  var paths: [String] { files.map(\.path) + (adapter.map { [$0.archivePath] } ?? []) }

  /// All names, an adapter's too, in no order.
  var names: Set<String> { Set(entries.keys).union(adapter.map { Array($0.replacedNames) } ?? []) }

  /// Makes sure that nothing that an adapter brings is left out.
  ///
  /// - Throws: ``TransformerError/unfitAdapter(path:tensor:)``.
  func checkAdapter(used: Set<String>) throws(TransformerError) {
    try adapter?.checkAdditions(to: { entries[$0] != nil }, used: used)
  }

  /// Whether an adapter changes or brings a tensor.
  func isAdapted(_ name: String) -> Bool { adapter?.changes(name) ?? false }

  /// A tensor's shape and type, or nil if there is none.
  func tensor(_ name: String) -> WeightFile.Tensor? { entries[name]?.tensor }

  /// All tensors of safetensors and PyTorch files, in the order of the files, with their names without prefixes.
  var archived: [(name: String, archive: TensorArchive, tensor: ArchivedTensor)] {
    let stripped = Dictionary(
      uniqueKeysWithValues: entries.map { (Place(file: $1.file, name: $1.tensor.name), $0) })
    var listed: [(name: String, archive: TensorArchive, tensor: ArchivedTensor)] = []
    for (number, file) in files.enumerated() {
      guard case .archive(let archive) = file else { continue }
      for tensor in archive.tensors {
        guard let name = stripped[Place(file: number, name: tensor.name)] else { continue }
        listed.append((name, archive, tensor))
      }
    }
    return listed
  }

  private struct Place: Hashable {
    let file: Int
    let name: String
  }

  /// Tensors that only the adapter holds.
  var broughtNames: Set<String> {
    Set(adapter.map { Array($0.replacedNames) } ?? []).subtracting(entries.keys)
  }

  /// The shape of a tensor, or nil if there is none.
  func shape(of name: String) -> [Int]? {
    adapter?.replacement(for: name)?.shape ?? entries[name]?.tensor.shape
  }

  /// A tensor's numbers, row-major, with what the adapter adds.
  ///
  /// - Throws: ``TransformerError/missingTensors(path:tensors:)`` or `TensorFileError`.
  func floats(_ name: String) throws -> [Float] {
    if let adapter, adapter.replacement(for: name) != nil { return try adapter.replacementFloats(name) }
    guard let entry = entries[name] else {
      throw TransformerError.missingTensors(path: path, tensors: [name])
    }
    var values = try files[entry.file].floats(entry.tensor.name)
    try adapter?.add(to: &values, of: name)
    return values
  }

  /// The numbers of several tensors one after the other, as they are stored, if all are of one 16-bit kind and no
  /// adapter changes them; else nil.
  ///
  /// - Throws: `TensorFileError`.
  func compact(_ names: [String]) throws -> (bits: [UInt16], format: CompactMatrix.Format)? {
    var bits: [UInt16] = []
    var format: CompactMatrix.Format?
    for name in names {
      guard let entry = entries[name], !isAdapted(name),
        let (own, found) = try files[entry.file].compact(entry.tensor.name), format == nil || format == found
      else { return nil }
      format = found
      bits = bits.isEmpty ? own : bits + own
    }
    return format.map { (bits, $0) }
  }

  /// The rows of a matrix `[rows, width]`, in the file where they can be read one by one.
  ///
  /// - Throws: as ``floats(_:)``.
  func rows(of name: String, width: Int) throws -> MatrixRows {
    if let entry = entries[name], !isAdapted(name),
      let rows = try files[entry.file].rows(of: entry.tensor.name, width: width)
    {
      return rows
    }
    return MatrixRows(values: FloatBuffer(try floats(name)), width: width)
  }
}
