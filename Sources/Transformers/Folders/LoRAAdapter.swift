import Files
import Kernels
import TensorFiles

/// A low-rank adapter (Hu et al., 2021), as PEFT saves it: matrices A and B whose product, scaled, is added to a
/// weight of the model; and weights that replace the model's.
struct LoRAAdapter: Sendable {
  /// The adapter's folder.
  let path: String
  /// The file of its tensors.
  var archivePath: String { archive.path }
  private let archive: TensorArchive
  /// Pairs by the name of the weight that they change.
  private let pairs: [String: Pair]
  /// Whole tensors by the name of the one that they replace.
  private let replacements: [String: ArchivedTensor]
  /// Whether products are transposed before they are added.
  private let isTransposed: Bool

  /// What changes one weight.
  private struct Pair: Sendable {
    /// `[r, inputs]` and `[outputs, r]`.
    let a, b: ArchivedTensor
    let scale: Float
    /// Whether the weight is an embedding, `[rows, width]`, with A `[r, rows]` and B `[width, r]`.
    let isEmbedding: Bool
  }

  /// Opens the adapter in a folder.
  ///
  /// - Throws: ``TransformerError``, where the folder holds none or one of a kind that is not merged here, or
  ///   `TensorFileError`.
  init(folder: FolderFiles, prefixes: [String]) throws {
    let names = ["adapter_model.safetensors", "adapter_model.bin"]
    guard let settings = try folder.json("adapter_config.json"), let file = names.first(where: folder.has)
    else {
      throw TransformerError.notAModelFolder(path: folder.path, looked: ["adapter_config.json"] + names)
    }
    path = folder.path
    let configuration = Configuration(
      path: "\(folder.path)/adapter_config.json", values: settings, defaults: ["peft_type": "LORA"])
    try Self.refuseOtherKinds(configuration)
    isTransposed = try configuration.flag("fan_in_fan_out")
    let archive = try TensorArchive(path: "\(folder.path)/\(file)")
    self.archive = archive
    let scale = try LoRAScale(configuration)
    var halves: [String: [String: ArchivedTensor]] = [:]
    var replacements: [String: ArchivedTensor] = [:]
    // What a module was before it was trained is kept beside it, and is not what is computed with.
    for tensor in archive.tensors where !tensor.name.contains(".original_module.") {
      if tensor.name.contains("lora_magnitude_vector") {
        throw TransformerError.unsupported(path: folder.path, feature: "DoRA")
      }
      let other: ArchivedTensor?
      if let (module, half) = Self.parts(of: tensor.name) {
        other = halves[module, default: [:]].updateValue(tensor, forKey: half)
      } else {
        let name = Self.replacedName(tensor.name)
        other = replacements.updateValue(tensor, forKey: TensorNames.stripped(name, prefixes: prefixes))
      }
      // PEFT writes some tensors twice, under two names.
      guard try other.map({ try archive.floats($0.name) == archive.floats(tensor.name) }) ?? true else {
        throw TransformerError.unfitAdapter(path: path, tensor: tensor.name)
      }
    }
    var pairs: [String: Pair] = [:]
    for (module, found) in halves {
      let isEmbedding = found["embedding_A"] != nil
      let name = TensorNames.stripped(module, prefixes: prefixes)
      guard found.count == 2, let a = found[isEmbedding ? "embedding_A" : "A"],
        let b = found[isEmbedding ? "embedding_B" : "B"],
        a.shape.count == 2, b.shape.count == 2, a.shape[0] == b.shape[1], a.shape[0] > 0,
        pairs["\(name).weight"] == nil
      else { throw TransformerError.unfitAdapter(path: path, tensor: module) }
      pairs["\(name).weight"] = Pair(
        a: a, b: b, scale: scale.value(of: name, rank: a.shape[0]), isEmbedding: isEmbedding)
    }
    self.pairs = pairs
    self.replacements = replacements
  }

  private static func refuseOtherKinds(_ configuration: Configuration) throws(TransformerError) {
    if let kind = try configuration.textIfAny("peft_type"), kind != "LORA" {
      throw .unsupported(path: configuration.path, feature: "adapters of the kind \(kind)")
    }
    if try configuration.flag("use_dora") { throw .unsupported(path: configuration.path, feature: "DoRA") }
    for key in otherProducts where configuration[key] != nil && configuration[key] != .bool(false) {
      throw .unsupported(path: configuration.path, feature: "adapters with \(key)")
    }
    if let start = configuration["init_lora_weights"]?.text, !plainStarts.contains(start) {
      throw .unsupported(path: configuration.path, feature: "adapters initialised by \(start)")
    }
  }

  /// Settings that make something other of A and B than a product that is always added.
  private static let otherProducts = [
    "megatron_config", "layer_replication", "alora_invocation_tokens", "arrow_config", "kasa_config",
    "monteclora_config", "use_bdlora", "use_qalora",
  ]

  /// Ways to initialise A and B that leave the model's own weights as they are; others take out of them what A
  /// and B start with, when PEFT loads an adapter.
  private static let plainStarts = ["gaussian", "eva", "orthogonal"]

  /// Which module a half of a pair belongs to, and which half it is.
  private static func parts(of name: String) -> (module: String, half: String)? {
    guard let mark = name.firstRange(of: ".lora_") else { return nil }
    let rest = name[mark.upperBound...].split(separator: ".").map(String.init)
    guard let half = rest.first, ["A", "B", "embedding_A", "embedding_B"].contains(half),
      half.hasPrefix("embedding_") ? rest.count <= 2 : rest.last == "weight" && rest.count <= 3
    else { return nil }
    return (String(name[..<mark.lowerBound]), half)
  }

  /// The name of the tensor that one of the adapter's stands for, without what PEFT wraps modules in.
  private static func replacedName(_ name: String) -> String {
    name.replacing(".modules_to_save.default.", with: ".").replacing(".modules_to_save.", with: ".")
      .replacing(".base_layer.", with: ".")
  }

  /// Holds the adapter against a model whose tensors have these shapes. What it brings besides them is held
  /// against what the model uses; see ``checkAdditions(to:used:)``.
  ///
  /// - Throws: ``TransformerError/unfitAdapter(path:tensor:)``.
  func check(_ shape: (String) -> [Int]?) throws(TransformerError) {
    for (name, pair) in pairs.sorted(by: { $0.key < $1.key }) {
      let product = [pair.b.shape[0], pair.a.shape[1]]
      let isTurned = pair.isEmbedding || isTransposed
      guard shape(name) == (isTurned ? product.reversed() : product) else {
        throw .unfitAdapter(path: path, tensor: pair.a.name)
      }
    }
    for (name, tensor) in replacements.sorted(by: { $0.key < $1.key }) {
      guard tensor.elementType.isFloatingPoint, shape(name) ?? tensor.shape == tensor.shape else {
        throw .unfitAdapter(path: path, tensor: tensor.name)
      }
    }
  }

  /// Makes sure that every tensor that the model's files lack is one that the model uses, or of a head that is
  /// not computed here.
  ///
  /// - Throws: ``TransformerError/unfitAdapter(path:tensor:)``.
  func checkAdditions(
    to isHeld: (String) -> Bool, used: Set<String>
  ) throws(TransformerError) {
    for (name, tensor) in replacements.sorted(by: { $0.key < $1.key }) {
      let isOfHead = TensorNames.headModules.contains { name.hasPrefix("\($0).") }
      guard isHeld(name) || used.contains(name) || isOfHead else {
        throw .unfitAdapter(path: path, tensor: tensor.name)
      }
    }
  }

  /// The names of the tensors that it brings whole, in no order.
  var replacedNames: some Collection<String> { replacements.keys }

  /// Whether the adapter has a say in a tensor.
  func changes(_ name: String) -> Bool { pairs[name] != nil || replacements[name] != nil }

  /// The tensor that stands in for one of the model's, or nil.
  func replacement(for name: String) -> ArchivedTensor? { replacements[name] }

  /// The numbers of a replacement.
  ///
  /// - Throws: `TensorFileError`.
  func replacementFloats(_ name: String) throws -> [Float] {
    guard let tensor = replacements[name] else {
      throw TransformerError.missingTensors(path: path, tensors: [name])
    }
    return try archive.floats(tensor.name)
  }

  /// Adds `scale * B A` to a weight; nothing if the adapter doesn't change it. O(inputs x outputs x r).
  ///
  /// - Throws: `TensorFileError`.
  func add(to values: inout [Float], of name: String) throws {
    guard let pair = pairs[name] else { return }
    let (a, b) = (try archive.floats(pair.a.name), try archive.floats(pair.b.name))
    let (rank, inputs, outputs) = (pair.a.shape[0], pair.a.shape[1], pair.b.shape[0])
    let product = FloatBuffer(count: outputs * inputs)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let right = a.baseAddress, let left = b.baseAddress else { return }
        PackedMatrix(rows: rank, columns: inputs, right, transposed: false)
          .multiply(left, rows: outputs, into: product.pointer, accumulate: false)
      }
    }
    let isTurned = pair.isEmbedding || isTransposed
    for output in 0..<outputs {
      for input in 0..<inputs {
        let place = isTurned ? input * outputs + output : output * inputs + input
        values[place] += pair.scale * product.pointer[output * inputs + input]
      }
    }
  }
}
