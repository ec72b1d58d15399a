import Files

/// Why a folder or file could not serve as a transformer.
public enum TransformerError: Error, Equatable, Sendable {
  /// The folder lacks what makes a model; `looked` lists the names that were looked for.
  case notAModelFolder(path: String, looked: [String])
  /// A JSON file is none.
  case badJSON(path: String, offset: Int, flaw: JSONFlaw)
  /// A JSON file is larger than any honest one.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The model's kind is not among those known here; `found` is nil where the configuration names none.
  case unknownFamily(path: String, found: String?, known: [String])
  /// A setting is missing, of another kind, or out of bounds; `found` is nil if it is missing.
  case badSetting(path: String, key: String, found: String?, expected: String)
  /// The model needs something that is not computed here.
  case unsupported(path: String, feature: String)
  /// The index names files that the folder doesn't hold.
  case missingShards(path: String, files: [String])
  /// Tensors that the model needs and no file holds.
  case missingTensors(path: String, tensors: [String])
  /// Two tensors are the same part of the model, under these spellings.
  case ambiguousTensor(path: String, spellings: [String])
  /// A tensor has another shape than the configuration says.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// A tensor doesn't hold floating-point numbers.
  case wrongElementType(path: String, tensor: String, found: String)
  /// The model has no head of this kind.
  case lacksHead(path: String, head: String)
  /// No site of the model is called so; `pattern` may hold `*` and `?`.
  case noSuchSite(pattern: String, sites: [String])
  /// A window is longer than the model allows, or its overlap is not shorter than it.
  case badWindow(path: String, window: Int, overlap: Int, limit: Int)
  /// Nothing can be held at another number than zero in weights alone: the product that reads it has no bias.
  case lacksBias(path: String, tensor: String)
  /// A folder to be written holds something already.
  case folderIsTaken(path: String)
  /// An adapter's tensor changes nothing of this model.
  case unfitAdapter(path: String, tensor: String)
}
