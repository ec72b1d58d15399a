import Files
import TensorFiles

extension FolderFiles {
  /// Names that files of weights have, in the order in which Transformers looks for them.
  static let weightNames = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
  ]

  /// The files of weights: the shards that an index names, or the one file. Files that no index names are not
  /// read, whatever they are called.
  ///
  /// - Throws: ``TransformerError/missingShards(path:files:)``,
  ///   ``TransformerError/notAModelFolder(path:looked:)``, or `TensorFileError` for a file that is unsound.
  func weights() throws -> [TensorArchive] {
    guard let name = Self.weightNames.first(where: has) else {
      throw TransformerError.notAModelFolder(path: path, looked: Self.weightNames)
    }
    guard name.hasSuffix(".json") else { return [try TensorArchive(path: "\(path)/\(name)")] }
    let shards = Set(try self.places(name).values).sorted()
    let missing = shards.filter { !has($0) }
    guard missing.isEmpty else { throw TransformerError.missingShards(path: path, files: missing) }
    return try shards.map { try TensorArchive(path: "\(path)/\($0)") }
  }

  /// Which file holds which tensor, as the index says by which the weights are found; empty where no index is needed.
  ///
  /// - Throws: as ``weights()``.
  func indexedFiles() throws -> [String: String] {
    guard let name = Self.weightNames.first(where: has), name.hasSuffix(".json") else { return [:] }
    return try places(name)
  }

  /// Which shard an index says holds which tensor.
  private func places(_ index: String) throws -> [String: String] {
    let map = try json(index)?["weight_map"]
    guard let members = map?.settings else {
      throw TransformerError.badSetting(
        path: "\(path)/\(index)", key: "weight_map", found: nil, expected: "an object of file names")
    }
    return try members.mapValues { value in
      guard let name = value.text, !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
        throw TransformerError.badSetting(
          path: "\(path)/\(index)", key: "weight_map", found: value.text, expected: "names of files beside it"
        )
      }
      return name
    }
  }
}
