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
  private let prefixes: [String]
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
    self.prefixes = prefixes
    let configuration = Configuration(
      path: "\(folder.path)/adapter_config.json", values: settings, defaults: ["peft_type": "LORA"])
    try Self.refuseOtherKinds(configuration)
    isTransposed = try configuration.flag("fan_in_fan_out")
    archive = try TensorArchive(path: "\(folder.path)/\(file)")
    let scale = try LoRAScale(configuration)
    var halves: [String: [String: ArchivedTensor]] = [:]
    var replacements: [String: ArchivedTensor] = [:]
    for tensor in archive.tensors {
      if tensor.name.contains("lora_magnitude_vector") {
        throw TransformerError.unsupported(path: folder.path, feature: "DoRA")
      }
      if let (module, half) = Self.parts(of: tensor.name) {
        halves[module, default: [:]][half] = tensor
      } else {
        let name = tensor.name.replacing(".modules_to_save.default", with: "")
        replacements[TensorNames.stripped(name, prefixes: prefixes)] = tensor
      }
    }
    var pairs: [String: Pair] = [:]
    for (module, found) in halves {
      let isEmbedding = found["embedding_A"] != nil
      guard let a = found[isEmbedding ? "embedding_A" : "A"],
        let b = found[isEmbedding ? "embedding_B" : "B"],
        a.shape.count == 2, b.shape.count == 2, a.shape[0] == b.shape[1], a.shape[0] > 0
      else { throw TransformerError.unfitAdapter(path: folder.path, tensor: module) }
      let name = TensorNames.stripped(module, prefixes: prefixes)
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
    if configuration["megatron_config"] != nil {
      throw .unsupported(path: configuration.path, feature: "adapters for Megatron")
    }
  }

  /// Which module a half of a pair belongs to, and which half it is.
  private static func parts(of name: String) -> (module: String, half: String)? {
    guard let mark = name.firstRange(of: ".lora_") else { return nil }
    let rest = name[mark.upperBound...]
    guard let half = rest.split(separator: ".").first.map(String.init),
      ["A", "B", "embedding_A", "embedding_B"].contains(half)
    else { return nil }
    return (String(name[..<mark.lowerBound]), half)
  }

  /// Holds the adapter against a model whose tensors have these shapes.
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
      let isHead = shape(name) == nil && tensor.shape.count <= 2
      guard tensor.elementType.isFloatingPoint, isHead || shape(name) == tensor.shape else {
        throw .unfitAdapter(path: path, tensor: tensor.name)
      }
    }
  }

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
  func add(to values: inout [Float], of name: String, shape: [Int]) throws {
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
