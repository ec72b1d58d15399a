import Kernels
import TensorFiles

/// Finds the parts of a recurrent model among named tensors, and keeps account of what it used.
///
/// Names are matched from their end, so prefixes (`module.`, `_orig_mod.`, `pretrained_model.`) don't matter.
/// Where two tensors could be the same part, nothing is guessed: the candidates are named in an error.
struct RecurrentAssembly {
  let catalog: TensorCatalog
  let hints: ModelHints
  /// Names in the catalog of what the model is made of, and of its copies.
  var used: Set<String> = []
  var assumptions: [ModelAssumption] = []
  /// Why the head is not part of the model, where there is one.
  var headFlaw: CheckpointError?
  /// What leads to the recurrent modules, first to last, each with its dot.
  private(set) var modulePaths: [String] = []
  /// What leads to the first of them.
  var stackPath: String { modulePaths.first ?? "" }

  var path: String { catalog.file.path }

  init(_ file: TensorArchive, hints: ModelHints, readsValues: Bool = true) {
    catalog = TensorCatalog(file, hints: hints, readsValues: readsValues)
    self.hints = hints
  }

  /// The model of the file.
  ///
  /// - Throws: `CheckpointError`, `TensorFileError`.
  mutating func model() throws -> Checkpoint.Model {
    try requireFloatingPoint()
    let modules = try RecurrentModules(catalog)
    guard !modules.all.isEmpty else { throw missing(.recurrentWeights) }
    guard let stack = modules.stacked() else {
      throw ambiguous(.recurrentLayers, modules.all.map(\.telling), modules: modules.all)
    }
    modulePaths = stack.map(\.path)
    if stack.count > 1 { assumptions.append(.stacked(stack.map { String($0.path.dropLast()) })) }
    if !modules.droppedCopies.isEmpty {
      assumptions.append(.rawWeights(modules.droppedCopies))
      used.formUnion(modules.droppedCopies)
    }
    let layers = try layers(of: stack)
    let encoder = Encoder(embedding: try embedding(width: layers[0].inputSize), layers: layers)
    return try head(on: encoder)
  }

  /// Refuses weights that are stored as integers, or in another form than they are computed in, by name.
  private func requireFloatingPoint() throws {
    let file = catalog.file
    if case .pyTorch(let pyTorch) = file.content,
      let name = pyTorch.unread.keys.sorted().first(where: hints.considers)
    {
      throw CheckpointError.unsupportedPart(path: path, tensor: name, part: .quantized)
    }
    for tensor in file.tensors where hints.considers(tensor.name) {
      let isWeight = tensor.name.contains("weight") && !tensor.name.hasSuffix("_mask")
      if isWeight, tensor.shape.count == 2, tensor.elementType.byteCount == 1, tensor.elementType != .bool {
        throw CheckpointError.unsupportedPart(path: path, tensor: tensor.name, part: .quantized)
      }
      let own = tensor.name.lastPart
      if tensor.name.contains("parametrizations.")
        || (own.hasPrefix("weight_") && (own.hasSuffix("_g") || own.hasSuffix("_v")))
      {
        throw CheckpointError.unsupportedPart(path: path, tensor: tensor.name, part: .parametrization)
      }
    }
  }

  // MARK: Values

  /// Reads a tensor and notes that it is used. A layer made without biases computes as if they were zero.
  mutating func parameter(_ entry: TensorCatalog.Entry?, as own: String, shape: [Int]) throws -> Parameter {
    guard let entry else { return Parameter(name: own, shape: shape) }
    guard entry.shape == shape else {
      throw CheckpointError.wrongShape(path: path, tensor: entry.name, expected: shape, found: entry.shape)
    }
    used.insert(entry.name)
    guard catalog.readsValues else { return Parameter(name: own, shape: shape) }
    return Parameter(name: own, shape: shape, values: FloatBuffer(try catalog.floats(entry)))
  }

  // MARK: Errors

  func missing(_ part: ModelPart) -> CheckpointError {
    if let traits = TransformerTraits(tensors: catalog.entries.map(\.name)) {
      return .transformer(path: path, traits)
    }
    return .unknownArchitecture(
      path: path, missing: part, tensors: catalog.file.tensors.map { "\($0.name) \($0.shape)" })
  }

  /// The error for several candidates, with the prefixes that would leave a whole model.
  func ambiguous(
    _ part: ModelPart, _ candidates: [String], modules: [RecurrentModule] = []
  ) -> CheckpointError {
    var prefixes: [String] = []
    // Every path that leads to a module of its own is worth a try.
    for module in modules.prefix(16) where hints.prefix.isEmpty {
      var path = module.parent
      while !path.isEmpty {
        var hints = hints
        hints.prefix = "\(path)."
        var attempt = RecurrentAssembly(catalog.file, hints: hints, readsValues: false)
        if (try? attempt.model()) != nil {
          if !prefixes.contains(hints.prefix) { prefixes.append(hints.prefix) }
          break
        }
        path = path.modulePath
      }
    }
    return .ambiguousPart(path: path, part: part, candidates: candidates, prefixes: prefixes)
  }
}
