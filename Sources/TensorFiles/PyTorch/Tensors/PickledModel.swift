/// The tensors of a pickle by PyTorch's dotted names, and what else it tells.
///
/// A module is walked as `state_dict()` would: parameters, buffers that are saved, then the modules inside.
/// Anything else is walked by keys and positions. What stands beside the model, such as the state of an
/// optimiser, is named by its full path and kept apart.
struct PickledModel {
  /// Containers and values that a walk may visit; shared ones count every time.
  static let visitLimit = 1 << 22
  /// Containers in containers.
  static let depthLimit = 100
  /// Tensors that are listed.
  static let tensorLimit = 1 << 20

  /// Tensors of the model, named as `state_dict()` names them.
  private(set) var model: [(name: String, recipe: TensorRecipe)] = []
  /// Tensors beside it.
  private(set) var besides: [(name: String, recipe: TensorRecipe)] = []
  /// Tensors of kinds that are not read, with what would have rebuilt them.
  private(set) var unread: [String: String] = [:]
  /// Keys that lead from the outermost value to the model.
  private(set) var wrapper: [String] = []
  /// Numbers, texts and truth values beside the tensors, by path.
  private(set) var remarks: [String: String] = [:]

  private let pickle: Pickle
  private var visits = 0
  /// The containers that lead to where a walk is.
  private var path: Set<PickleReference> = []
  private var modelRoot: PickleReference

  init(_ pickle: Pickle) throws(PyTorchFlaw) {
    self.pickle = pickle
    modelRoot = pickle.root
    try findModel()
    try walk(modelRoot, prefix: "", besides: false)
    if modelRoot != pickle.root { try walk(pickle.root, prefix: "", besides: true) }
    remark(pickle.root, prefix: "", depth: 0)
  }

  // MARK: Which part is the model

  /// Keys under which training scripts keep the weights, the likeliest first.
  private static let wrapperKeys = [
    "state_dict", "model_state_dict", "model_state", "model", "module", "net", "network", "weights", "params",
  ]

  /// Goes down to what holds the model: through dictionaries that wrap it.
  private mutating func findModel() throws(PyTorchFlaw) {
    for _ in 0..<8 {
      guard let entries = entries(modelRoot), !isOptimizer(modelRoot), moduleState(modelRoot) == nil else {
        return
      }
      var candidates: [(key: String, value: PickleReference)] = []
      var hasTensors = false
      for (key, value) in entries {
        if case .tensor = pickle.rebuilding(value) {
          hasTensors = true
          continue
        }
        guard !isOptimizer(value), !key.hasPrefix("optim") else { continue }
        var seen: Set<PickleReference> = []
        if try holdsTensors(value, &seen, depth: 0) { candidates.append((key, value)) }
      }
      let known = Self.wrapperKeys.lazy.compactMap { key in candidates.first { $0.key == key } }.first
      let only = candidates.count == 1 && !hasTensors && isModel(candidates[0].value) ? candidates[0] : nil
      guard let next = known ?? only else { return }
      wrapper.append(next.key)
      modelRoot = next.value
    }
  }

  /// An optimiser, pickled whole or as its state dict, is known by two keys.
  private func isOptimizer(_ reference: PickleReference) -> Bool {
    let state = pickle.object(reference)?.state ?? reference
    return pickle.value("state", of: state) != nil && pickle.value("param_groups", of: state) != nil
  }

  /// A module, or a dictionary with dotted names: what a model looks like whatever key leads to it.
  private func isModel(_ reference: PickleReference) -> Bool {
    moduleState(reference) != nil
      || pickle.pairs(reference)?.contains { pickle.text($0.key)?.contains(".") == true } == true
  }

  private mutating func holdsTensors(
    _ reference: PickleReference, _ seen: inout Set<PickleReference>, depth: Int
  ) throws(PyTorchFlaw) -> Bool {
    try visit(depth)
    switch pickle.rebuilding(reference) {
    case .tensor, .malformed, .unread: return true
    case .somethingElse: break
    }
    guard let entries = entries(reference), seen.insert(reference).inserted else { return false }
    for (_, value) in entries where try holdsTensors(value, &seen, depth: depth + 1) { return true }
    return false
  }

  // MARK: Names

  private mutating func walk(
    _ reference: PickleReference, prefix: String, besides: Bool, depth: Int = 0
  ) throws(PyTorchFlaw) {
    try visit(depth)
    if besides, reference == modelRoot { return }
    let besides = besides || isOptimizer(reference)
    switch pickle.rebuilding(reference) {
    case .tensor(let recipe):
      guard model.count + self.besides.count < Self.tensorLimit else { throw .tooMuch(.tensors) }
      if besides {
        self.besides.append((prefix, recipe))
      } else {
        model.append((prefix, recipe))
      }
      return
    case .malformed: throw .badTensor(name: prefix)
    case .unread(let function):
      unread[prefix] = function
      return
    case .somethingElse: break
    }
    // A value that holds itself is named once, where it is met first.
    guard let entries = entries(reference), path.insert(reference).inserted else { return }
    defer { path.remove(reference) }
    for (key, value) in entries {
      try walk(value, prefix: prefix.isEmpty ? key : "\(prefix).\(key)", besides: besides, depth: depth + 1)
    }
  }

  private mutating func visit(_ depth: Int) throws(PyTorchFlaw) {
    visits += 1
    guard visits <= Self.visitLimit else { throw .tooMuch(.values) }
    guard depth <= Self.depthLimit else { throw .tooMuch(.nesting) }
  }

  /// The `__dict__` of a module, which has `_parameters` and `_modules`.
  private func moduleState(_ reference: PickleReference) -> PickleReference? {
    guard let state = pickle.object(reference)?.state, pickle.value("_modules", of: state) != nil,
      pickle.value("_parameters", of: state) != nil
    else { return nil }
    return state
  }

  /// What a container holds, with the names PyTorch or Python would give; nil for what is no container.
  private func entries(_ reference: PickleReference) -> [(key: String, value: PickleReference)]? {
    if let state = moduleState(reference) { return moduleEntries(state) }
    switch pickle[reference] {
    case .dictionary(let index): return keyed(pickle.dictionaries[index])
    case .list, .tuple, .set:
      return (pickle.elements(reference) ?? []).enumerated().map { ("\($0.offset)", $0.element) }
    case .object(let index):
      // An object of unknown class: its attributes, what was assigned to its keys, what was appended.
      let object = pickle.objects[index]
      var entries = keyed(object.items)
      entries += object.elements.enumerated().map { ("\($0.offset)", $0.element) }
      if let state = object.state {
        for part in pickle.tuple(state) ?? [state] { entries += keyed(pickle.pairs(part) ?? []) }
      }
      return entries
    default: return nil
    }
  }

  private func moduleEntries(_ state: PickleReference) -> [(key: String, value: PickleReference)] {
    var entries: [(key: String, value: PickleReference)] = []
    func add(_ part: String, besides left: Set<String> = []) {
      guard let dictionary = pickle.value(part, of: state) else { return }
      entries += keyed(pickle.pairs(dictionary) ?? []).filter { !left.contains($0.key) }
    }
    add("_parameters")
    add("_buffers", besides: unsavedBuffers(state))
    add("_modules")
    return entries
  }

  /// Names of buffers that `state_dict()` leaves out: a set, which protocol 2 writes as `set([...])`.
  private func unsavedBuffers(_ state: PickleReference) -> Set<String> {
    guard let set = pickle.value("_non_persistent_buffers_set", of: state) else { return [] }
    let names: [PickleReference]
    switch pickle[set] {
    case .set(let index): names = pickle.lists[index]
    case .object(let index):
      names = pickle.tuple(pickle.objects[index].arguments)?.first.flatMap(pickle.elements) ?? []
    default: names = []
    }
    return Set(names.compactMap(pickle.text))
  }

  private func keyed(_ pairs: [PicklePair]) -> [(key: String, value: PickleReference)] {
    pairs.enumerated().map { place, pair in
      (pickle.text(pair.key) ?? pickle.integer(pair.key).map(String.init) ?? "(\(place))", pair.value)
    }
  }

  // MARK: Remarks

  /// Remarks that are kept, and how deep they are looked for.
  private static let remarkLimit = 200
  private static let remarkDepth = 4

  /// Gathers settings: epoch, learning rate, arguments, sizes of modules. Optimisers have too many.
  private mutating func remark(_ reference: PickleReference, prefix: String, depth: Int) {
    guard remarks.count < Self.remarkLimit, depth <= Self.remarkDepth, !isOptimizer(reference) else { return }
    if let text = plainText(reference) {
      if !prefix.isEmpty { remarks[prefix] = text }
      return
    }
    func name(_ key: String) -> String { prefix.isEmpty ? key : "\(prefix).\(key)" }
    if let state = moduleState(reference), let object = pickle.object(reference) {
      if depth == 0 || reference == modelRoot { remarks[name("class")] = pickle.globalName(object.callable) }
      for (key, value) in keyed(pickle.pairs(state) ?? []).prefix(1000)
      where !key.hasPrefix("_") && key != "training" && plainText(value) != nil {
        remark(value, prefix: name(key), depth: depth + 1)
      }
      let modules = pickle.value("_modules", of: state).flatMap(pickle.pairs) ?? []
      for (key, value) in keyed(modules).prefix(100) { remark(value, prefix: name(key), depth: depth + 1) }
    } else if case .somethingElse = pickle.rebuilding(reference), let entries = entries(reference) {
      for (key, value) in entries.prefix(1000) { remark(value, prefix: name(key), depth: depth + 1) }
    }
  }

  private func plainText(_ reference: PickleReference) -> String? {
    switch pickle[reference] {
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .text(let text) where !text.isEmpty: String(text.prefix(200))
    default: nil
    }
  }
}
