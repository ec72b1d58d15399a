/// What a PyTorch file turned out to hold, verified.
struct PyTorchContent {
  let model: PickledModel
  let tensors: [PyTorchTensor]
  let besides: [PyTorchTensor]
  let storages: [PyTorchStorage]
  let foreignNames: [String]
  /// Where the pickle starts, for errors about tensors.
  let offset: Int

  /// Reads a pickle's tensors; `place` finds a storage in the file, given its key, element type and count.
  init(
    _ pickle: Pickle, offset: Int,
    place: (_ key: String, _ type: ElementType, _ count: Int) throws(PyTorchFlaw) -> PyTorchStorage.Place?
  ) throws(PyTorchFailure) {
    do throws(PyTorchFlaw) {
      model = try PickledModel(pickle)
      var table = StorageTable()
      var lists: [[PyTorchTensor]] = []
      for part in [model.model, model.besides] {
        var tensors: [PyTorchTensor] = []
        for (name, recipe) in part {
          tensors.append(try table.tensor(name, recipe, place))
        }
        lists.append(tensors)
      }
      guard !lists[0].isEmpty || !lists[1].isEmpty else { throw .noTensors }
      (tensors, besides, storages) = (lists[0], lists[1], table.storages)
    } catch {
      throw PyTorchFailure(offset: offset, flaw: error)
    }
    self.offset = offset
    foreignNames = pickle.globals.filter { !Self.isOwn($0) }
  }

  /// Names that any state dict may have.
  private static func isOwn(_ name: String) -> Bool {
    ElementType(pyTorchName: name) != nil || name.hasPrefix("torch._utils._rebuild_")
      || ["collections.OrderedDict", "torch._tensor._rebuild_from_type_v2"].contains(name)
  }

  /// Storages by key and type, each looked up once.
  private struct StorageTable {
    var storages: [PyTorchStorage] = []
    private var indices: [Key: Int] = [:]

    private struct Key: Hashable {
      let key: String
      let type: ElementType
      let count: Int
    }

    mutating func tensor(
      _ name: String, _ recipe: TensorRecipe,
      _ place: (String, ElementType, Int) throws(PyTorchFlaw) -> PyTorchStorage.Place?
    ) throws(PyTorchFlaw) -> PyTorchTensor {
      guard let stored = ElementType(pyTorchName: recipe.storageType) else {
        throw .unknownStorageType(tensor: name, type: recipe.storageType)
      }
      let own = recipe.elementType.map { ElementType(pyTorchName: $0) } ?? stored
      guard let own else {
        throw .unknownStorageType(tensor: name, type: recipe.elementType ?? recipe.storageType)
      }
      let key = Key(key: recipe.storageKey, type: stored, count: recipe.storageCount)
      let index: Int
      if let known = indices[key] {
        index = known
      } else {
        guard recipe.storageCount >= 0, recipe.storageCount <= Int.max >> 4,
          let place = try place(recipe.storageKey, stored, recipe.storageCount)
        else { throw .missingStorage(tensor: name, key: recipe.storageKey) }
        index = storages.count
        storages.append(
          PyTorchStorage(
            key: recipe.storageKey, elementType: stored, count: recipe.storageCount, place: place))
        indices[key] = index
      }
      let view = try TensorView(
        named: name, shape: recipe.shape, strides: recipe.strides, offset: recipe.offset, storage: index,
        available: recipe.storageCount * stored.byteCount / own.byteCount)
      return PyTorchTensor(name: name, elementType: own, storageKey: recipe.storageKey, view: view)
    }
  }
}
