import Files
import Recordings
import Runs
import Settings
import TensorFiles
import Transformers

/// Weights that lie anywhere and are never copied into the run: what `[models.NAME]` says.
public struct ModelReference: Equatable, Sendable {
  /// What the run calls it.
  public var name: String
  /// The file or folder, resolved against the run's folder; several only where they are one recording's.
  public var paths: [String]
  /// The folder of a LoRA adapter that is merged into it.
  public var adapter: String?
  /// What cuts text into its tokens, where that doesn't lie beside it: a tokenizer's file or folder, or the
  /// vocabulary of a recurrent model.
  public var tokenizer: String?
  /// The name of the model that it was trained from, as far as anybody said.
  public var parent: String?
  /// How the weights are to be had where they are not at hand, in words or as a command; only ever shown.
  public var obtain: String?

  /// What weights turn out to be.
  public enum Kind: String, Sendable {
    /// A recurrent checkpoint.
    case recurrent = "recurrent model"
    /// A transformer's folder or GGUF file.
    case transformer
    /// What the recorder wrote in PyTorch: no weights at all.
    case recording
  }

  /// A reference to a model by its parts.
  public init(
    name: String, paths: [String], adapter: String? = nil, tokenizer: String? = nil, parent: String? = nil,
    obtain: String? = nil
  ) {
    (self.name, self.paths) = (name, paths)
    (self.adapter, self.tokenizer, self.parent, self.obtain) = (adapter, tokenizer, parent, obtain)
  }

  /// What lies there, told by its content. A folder is a transformer's, or nothing that is read here.
  ///
  /// - Throws: `RunError.missingModel` where nothing is.
  public func kind() throws(RunError) -> Kind {
    for path in paths where !isThere(path) { throw .missingModel(name: name, path: path, obtain: obtain) }
    guard let path = paths.first else { throw .missingModel(name: name, path: "", obtain: obtain) }
    if isFolder(path) || Transformer.isOne(path: path) { return .transformer }
    let format = (try? SafetensorsFile(path: path))?.metadata["format"]
    return format == Recording.format ? .recording : .recurrent
  }
}

extension ModelReference {
  init(_ table: SettingsTable, name: String, folder: RunFolder) throws {
    try table.rejectUnknownKeys(allowed: ["path", "paths", "adapter", "tokenizer", "from", "obtain"])
    guard RunNames.isStageName(name) else {
      throw table.invalid("path", "a model's name has no slash and no leading dot")
    }
    func resolve(_ path: String, _ key: String) throws -> String {
      guard !path.isEmpty, !path.contains("\0") else { throw table.invalid(key, "a path is not empty") }
      return folder.resolve(anywhere: path)
    }
    var paths = try table.strings("paths") ?? []
    if try table.string("path") != nil, !paths.isEmpty {
      throw table.invalid("paths", "give path, or the paths of one recording")
    }
    if paths.isEmpty { paths = [try table.required("path", table.string("path"))] }
    self.init(
      name: name, paths: try paths.map { try resolve($0, "path") },
      adapter: try table.string("adapter").map { try resolve($0, "adapter") },
      tokenizer: try table.string("tokenizer").map { try resolve($0, "tokenizer") },
      parent: try table.string("from"), obtain: try table.string("obtain"))
  }

  /// All models that a run names, by name; nothing of them is opened.
  ///
  /// - Throws: `SettingsError`.
  static func all(_ root: SettingsTable, _ folder: RunFolder) throws -> [String: ModelReference] {
    guard let tables = try root.table("models") else { return [:] }
    var models: [String: ModelReference] = [:]
    for name in tables.keys {
      let table = try tables.required(name, tables.table(name))
      models[name] = try ModelReference(table, name: name, folder: folder)
    }
    for (name, model) in models {
      guard let parent = model.parent, let table = try tables.table(name) else { continue }
      guard models[parent] != nil else {
        throw table.invalid("from", "no model is called \"\(parent)\"\(meant(parent, models.keys.sorted()))")
      }
      guard !isItsOwnAncestor(model, models) else {
        throw table.invalid("from", "the model descends from itself")
      }
    }
    return models
  }

  /// The same of a run's `run.toml`, whatever else stands there.
  ///
  /// - Throws: `SettingsError`.
  public static func all(in folder: RunFolder) throws -> [String: ModelReference] {
    guard folder.exists(folder.settings) else { return [:] }
    return try all(SettingsTable(contentsOf: folder.settings), folder)
  }

  private static func isItsOwnAncestor(
    _ model: ModelReference, _ models: [String: ModelReference]
  ) -> Bool {
    var seen: Set<String> = [model.name]
    var next = model.parent
    while let name = next {
      guard seen.insert(name).inserted else { return true }
      next = models[name]?.parent
    }
    return false
  }
}

/// What a mistyped name may have meant, as the end of a sentence.
func meant(_ name: String, _ known: [String]) -> String {
  nearest(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
}
