import LanguageModels
import TensorFiles

/// What `inspect` shows of a file.
struct FileListing: Encodable {
  /// One tensor; the last three only for tensors that are views of storages.
  struct Entry: Encodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let bytes: Int
    let storage: String?
    let offset: Int?
    let strides: [Int]?

    init(_ tensor: ArchivedTensor) {
      (name, dtype) = (tensor.name, tensor.elementType.rawValue)
      (shape, bytes) = (tensor.shape, tensor.byteCount)
      (storage, offset) = (tensor.window?.storage, tensor.window?.offset)
      strides = tensor.window?.strides
    }
  }

  let file: String
  let container: String
  let metadata: [String: String]
  let tensors: [Entry]
  /// Tensors beside the model, e.g. an optimiser's; nil if there are none.
  let beside: [Entry]?
  /// Tensors that can't be read, with the Python function that would rebuild them.
  let unread: [String: String]?
  /// Keys that lead to the model.
  let wrapper: [String]?
  /// Python names in the pickle beyond those of a plain state dict.
  let names: [String]?

  /// What the tensors make up, by sites and head; nil where no model is recognised.
  let model: String?
  /// Tensors that the recognised model has no place for.
  let unused: [String]?

  /// Remarks on tensors that share a storage or don't fill one.
  private let remarkable: [String: String]

  init(_ archive: TensorArchive) {
    (file, container, metadata) = (archive.path, archive.format.rawValue, archive.metadata)
    tensors = archive.tensors.map(Entry.init)
    beside = archive.besides.isEmpty ? nil : archive.besides.map(Entry.init)
    let checkpoint = try? Checkpoint.outline(of: archive)
    model = checkpoint.map(Self.summary)
    unused = checkpoint.flatMap { $0.unused.isEmpty ? nil : $0.unused.map(\.name) }
    remarkable = Self.remarks(on: archive.tensors + archive.besides)
    guard case .pyTorch(let file) = archive.content else {
      (unread, wrapper, names) = (nil, nil, nil)
      return
    }
    unread = file.unread.isEmpty ? nil : file.unread
    wrapper = file.wrapper.isEmpty ? nil : file.wrapper
    names = file.foreignNames.isEmpty ? nil : file.foreignNames
  }

  private enum CodingKeys: String, CodingKey {
    case file, container, metadata, tensors, beside, unread, wrapper, names, model, unused
  }

  /// All tensors, the model's first.
  var all: [Entry] { tensors + (beside ?? []) }

  /// The lines above the table.
  var facts: [(key: String, value: String)] {
    var facts = [("container", container)]
    if let names {
      let what = metadata.keys.contains { $0.isClass } ? "pickled module" : "pickle"
      facts.append((what, "no code was run; it names \(listed(names, most: 3))"))
    }
    if let wrapper { facts.append(("model under", wrapper.joined(separator: "."))) }
    for (name, function) in (unread ?? [:]).sorted(by: { $0.key < $1.key }).prefix(20) {
      facts.append(("not read", "\(name), which \(function) rebuilds"))
    }
    if let model { facts.append(("model", model)) }
    if let unused { facts.append(("no place for", listed(unused))) }
    return facts + metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  var header: [String] { ["tensor", "type", "shape", "bytes"] + (remarkable.isEmpty ? [] : ["storage"]) }

  func rows(_ entries: [Entry]) -> [[String]] {
    entries.map { entry in
      [entry.name, entry.dtype, bracketed(entry.shape), "\(entry.bytes)"]
        + (remarkable.isEmpty ? [] : [remarkable[entry.name] ?? ""])
    }
  }

  /// A recurrent model in a line: its sites and what reads them.
  private static func summary(_ checkpoint: Checkpoint) -> String {
    let encoder = checkpoint.encoder
    let head =
      switch checkpoint.model {
      case .encoder: checkpoint.hasNoHead ? "no head" : "a head that isn't certain"
      case .languageModel: "a decoder"
      case .classifier: "a head of one output"
      case .predictor(let predictor):
        "a head of \(predictor.outputSize) outputs" + (predictor.hidden.isEmpty ? "" : " after hidden layers")
      }
    return "\(encoder.siteList) on \(encoder.vocabularySize) tokens, \(head)"
  }

  /// Says which tensors share a storage, start inside of one, or are not row-major.
  private static func remarks(on tensors: [ArchivedTensor]) -> [String: String] {
    var first: [String: String] = [:]
    var remarks: [String: String] = [:]
    for tensor in tensors {
      guard let window = tensor.window else { continue }
      var words: [String] = []
      if let other = first[window.storage] {
        words.append("shares \(other)'s")
      } else {
        first[window.storage] = tensor.name
      }
      if window.offset > 0 { words.append("from \(window.offset)") }
      if !window.isContiguous { words.append("strides \(bracketed(window.strides))") }
      if !words.isEmpty { remarks[tensor.name] = words.joined(separator: ", ") }
    }
    return remarks
  }
}

private func bracketed(_ numbers: [Int]) -> String {
  "[\(numbers.map(String.init).joined(separator: ", "))]"
}

extension String {
  /// Whether it is the remark that names a module's class.
  fileprivate var isClass: Bool { self == "class" || hasSuffix(".class") }
}
