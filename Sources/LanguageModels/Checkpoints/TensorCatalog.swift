import TensorFiles

/// The tensors of a file that may be part of a model.
///
/// Beside those that the file lists there are *aliases*: names that a safetensors file keeps in its metadata for
/// tensors stored under another name, which is how tied weights are saved; and *masked* weights, which
/// `torch.nn.utils.prune` stores as `…_orig` and `…_mask`.
struct TensorCatalog {
  let file: TensorArchive
  /// In the order of the file; aliases last.
  let entries: [Entry]
  /// Whether numbers are read; without them, shapes and names decide, and all numbers count as 0.
  let readsValues: Bool
  private let indices: [String: Int]

  /// A tensor that can be asked for.
  struct Entry {
    /// As a module would call it.
    let name: String
    let shape: [Int]
    /// What it is called in the file; a masked weight has two tensors there.
    let stored: [String]

    var isMatrix: Bool { shape.count == 2 && shape[0] > 0 && shape[1] > 0 }
  }

  /// The catalog of the tensors that the hints leave.
  init(_ file: TensorArchive, hints: ModelHints, readsValues: Bool) {
    func isCandidate(_ name: String) -> Bool { hints.considers(name) && !name.isOptimizerState }
    self.file = file
    self.readsValues = readsValues
    var entries: [Entry] = []
    for tensor in file.tensors where tensor.elementType.isFloatingPoint && isCandidate(tensor.name) {
      if let name = tensor.name.dropping(suffix: "_orig"),
        let mask = file.tensor(named: "\(name)_mask"), mask.shape == tensor.shape
      {
        entries.append(Entry(name: name, shape: tensor.shape, stored: [tensor.name, mask.name]))
      } else if let name = tensor.name.dropping(suffix: "_mask"), file.tensor(named: "\(name)_orig") != nil {
        continue
      } else {
        entries.append(Entry(name: tensor.name, shape: tensor.shape, stored: [tensor.name]))
      }
    }
    for (alias, name) in file.metadata.sorted(by: { $0.key < $1.key })
    where file.tensor(named: alias) == nil && isCandidate(alias) {
      guard let tensor = file.tensor(named: name), tensor.elementType.isFloatingPoint else { continue }
      entries.append(Entry(name: alias, shape: tensor.shape, stored: [name]))
    }
    self.entries = entries
    indices = Dictionary(entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The tensor of that name; nil if there is none. O(1).
  subscript(name: String) -> Entry? { indices[name].map { entries[$0] } }

  /// A tensor's numbers, row-major, with its mask applied.
  ///
  /// - Throws: `TensorFileError`.
  func floats(_ entry: Entry) throws -> [Float] {
    var values = try file.floats(entry.stored[0])
    guard entry.stored.count > 1 else { return values }
    let kept = try file.mask(entry.stored[1])
    for index in values.indices where !kept[index] { values[index] = 0 }
    return values
  }

  /// Whether two tensors hold the same numbers; without values, whether they are the same tensor.
  func areEqual(_ a: Entry, _ b: Entry) throws -> Bool {
    guard a.shape == b.shape else { return false }
    if a.stored == b.stored { return true }
    if let window = file.tensor(named: a.stored[0])?.window,
      window == file.tensor(named: b.stored[0])?.window,
      a.stored.count + b.stored.count == 2
    {
      return true
    }
    return try readsValues && floats(a) == floats(b)
  }
}

extension TensorArchive {
  /// Which numbers a mask keeps.
  fileprivate func mask(_ name: String) throws -> [Bool] {
    guard let tensor = tensor(named: name) else {
      throw TensorFileError.missingTensor(path: path, tensor: name)
    }
    if tensor.elementType.isFloatingPoint { return try floats(name).map { $0 != 0 } }
    let size = tensor.elementType.byteCount
    return try withUnsafeBytes(of: name) { bytes in
      (0..<bytes.count / size).map { element in
        bytes[element * size..<(element + 1) * size].contains { $0 != 0 }
      }
    }
  }
}

extension String {
  /// Whether it is this dotted path, or ends with it after a dot.
  func isPath(endingWith suffix: String) -> Bool { self == suffix || hasSuffix(".\(suffix)") }

  /// What stands before a suffix; nil if it ends in another way.
  func dropping(suffix: String) -> String? { hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil }

  /// The path of the module that a tensor belongs to, without the tensor's own name: `a.fc` of `a.fc.weight`.
  var modulePath: String {
    lastIndex(of: ".").map { String(self[..<$0]) } ?? ""
  }

  /// The last part of a dotted path.
  var lastPart: String { lastIndex(of: ".").map { String(self[index(after: $0)...]) } ?? self }

  /// How many leading parts of a dotted path are the same.
  func commonPath(with other: String) -> Int {
    zip(split(separator: "."), other.split(separator: ".")).prefix { $0 == $1 }.count
  }

  /// Whether a tensor of this name belongs to an optimiser that is stored beside the weights.
  fileprivate var isOptimizerState: Bool {
    hasPrefix("optim")
      || ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "momentum_buffer", "square_avg", "sum"]
        .contains { hasSuffix(".\($0)") }
  }
}
