/// A pickle that was read and not run.
struct Pickle: Sendable {
  /// All values; `PickleReference` counts in it.
  let nodes: [PickleNode]
  /// Elements of every list and set.
  let lists: [[PickleReference]]
  /// Pairs of every dictionary.
  let dictionaries: [[PicklePair]]
  /// Every call that was recorded.
  let objects: [PickleObject]
  /// Names that the pickle imports, e.g. `torch._utils._rebuild_tensor_v2`, each once.
  let globals: [String]
  /// The value it stands for.
  let root: PickleReference
  /// Position after its last instruction.
  let end: Int

  subscript(reference: PickleReference) -> PickleNode { nodes[Int(reference.index)] }

  /// The name, if the value is one of a Python module.
  func globalName(_ reference: PickleReference) -> String? {
    switch self[reference] {
    case .global(let index): return globals[index]
    // A class beside its source code, as legacy files write a module's.
    case .persistent(let identity):
      guard let parts = tuple(identity), parts.count == 4, text(parts[0]) == "module",
        case .global(let index) = self[parts[1]]
      else { return nil }
      return globals[index]
    default: return nil
    }
  }

  func text(_ reference: PickleReference) -> String? {
    guard case .text(let text) = self[reference] else { return nil }
    return text
  }

  func integer(_ reference: PickleReference) -> Int? {
    guard case .integer(let value) = self[reference] else { return nil }
    return value
  }

  func tuple(_ reference: PickleReference) -> [PickleReference]? {
    guard case .tuple(let elements) = self[reference] else { return nil }
    return elements
  }

  /// The integers of a tuple or list.
  func integers(_ reference: PickleReference) -> [Int]? {
    guard let elements = elements(reference) else { return nil }
    // More dimensions than any framework has are not worth copying.
    guard elements.count <= SafetensorsHeader.dimensionLimit else { return nil }
    let values = elements.compactMap(integer)
    return values.count == elements.count ? values : nil
  }

  /// The elements of a tuple or list.
  func elements(_ reference: PickleReference) -> [PickleReference]? {
    switch self[reference] {
    case .tuple(let elements): elements
    case .list(let index): lists[index]
    default: nil
    }
  }

  func object(_ reference: PickleReference) -> PickleObject? {
    guard case .object(let index) = self[reference] else { return nil }
    return objects[index]
  }

  /// The pairs of a dictionary, or of what an inert object was filled with.
  func pairs(_ reference: PickleReference) -> [PicklePair]? {
    switch self[reference] {
    case .dictionary(let index): dictionaries[index]
    case .object(let index) where !objects[index].items.isEmpty: objects[index].items
    default: nil
    }
  }

  /// The value under a textual key of a dictionary; the last one counts, as in Python.
  func value(_ key: String, of reference: PickleReference) -> PickleReference? {
    pairs(reference)?.last { text($0.key) == key }?.value
  }
}
