/// What a pickle says about one tensor, nothing checked against the file yet.
struct TensorRecipe {
  let storageKey: String
  let storageType: String
  /// Elements that the whole storage has.
  let storageCount: Int
  /// The element type where it isn't the storage's.
  let elementType: String?
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}

extension Pickle {
  /// What became of a value that might rebuild a tensor.
  enum Rebuilding {
    case tensor(TensorRecipe)
    /// It rebuilds one by arguments that don't fit.
    case malformed
    /// It rebuilds one of a kind that isn't read here, e.g. sparse or quantized.
    case unread(String)
    case somethingElse
  }

  /// Reads a recorded call to one of PyTorch's functions that rebuild tensors.
  func rebuilding(_ reference: PickleReference, depth: Int = 0) -> Rebuilding {
    guard let object = object(reference), let name = globalName(object.callable) else {
      return .somethingElse
    }
    guard let arguments = tuple(object.arguments), depth < 8 else { return .malformed }
    switch name {
    case "torch._utils._rebuild_tensor": return tensor(arguments, needed: 4)
    case "torch._utils._rebuild_tensor_v2": return tensor(arguments, needed: 6)
    case "torch._utils._rebuild_tensor_v3":
      guard arguments.count >= 7, let type = globalName(arguments[6]) else { return .malformed }
      return tensor(arguments, needed: 7, elementType: type)
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      guard let first = arguments.first else { return .malformed }
      return rebuilding(first, depth: depth + 1)
    case "torch._tensor._rebuild_from_type_v2":
      // A tensor with attributes of its own: function, class, arguments, attributes.
      guard arguments.count == 4, let inner = globalName(arguments[0]), let own = tuple(arguments[2]) else {
        return .malformed
      }
      return inner == "torch._utils._rebuild_tensor_v2" ? tensor(own, needed: 6) : .unread(inner)
    default:
      return name.hasPrefix("torch.") && name.contains("._rebuild_") ? .unread(name) : .somethingElse
    }
  }

  private func tensor(
    _ arguments: [PickleReference], needed: Int, elementType: String? = nil
  ) -> Rebuilding {
    guard arguments.count >= needed, case .persistent(let identity) = self[arguments[0]],
      let storage = tuple(identity), (5...6).contains(storage.count), text(storage[0]) == "storage",
      let type = globalName(storage[1]), let key = text(storage[2]), let count = integer(storage[4]),
      let offset = integer(arguments[1]), let shape = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { return .malformed }
    // In a legacy file a storage may be a part of another: its key, where it starts, how long it is.
    var start = 0
    if storage.count == 6, case .none = self[storage[5]] {
    } else if storage.count == 6 {
      guard let part = tuple(storage[5]), part.count == 3, let first = integer(part[1]), first >= 0 else {
        return .malformed
      }
      start = first
    }
    let (place, overflowed) = offset.addingReportingOverflow(start)
    guard !overflowed else { return .malformed }
    return .tensor(
      TensorRecipe(
        storageKey: key, storageType: type, storageCount: count, elementType: elementType, offset: place,
        shape: shape, strides: strides))
  }
}
