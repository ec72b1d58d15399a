import Files
import TensorFiles

/// A recurrent module of a file: PyTorch's `nn.LSTM` and its like, or one cell.
struct RecurrentModule {
  /// What leads to it, with its dot.
  let path: String
  /// The layers, first to last.
  let layers: [Layer]

  /// The tensors of a layer, by direction, forward first.
  struct Layer {
    let directions: [[RecurrentTensorName.Part: TensorCatalog.Entry]]

    /// The width of what it reads; nil where its weights are no matrices.
    var inputSize: Int? {
      directions[0][.inputWeights].flatMap { $0.isMatrix ? $0.shape[1] : nil }
    }
    /// The width of its output.
    var outputSize: Int? {
      directions.reduce(0) { sum, tensors in
        guard let sum, let weights = tensors[.recurrentWeights], weights.isMatrix else { return nil }
        return sum + weights.shape[1]
      }
    }
  }

  /// A tensor that tells it: the first layer's input weights.
  var telling: String { layers[0].directions[0][.inputWeights]?.name ?? path }
  /// The width of what it reads.
  var inputSize: Int? { layers[0].inputSize }
  /// The width of its output.
  var outputSize: Int? { layers[layers.count - 1].outputSize }

  /// Its path with every number taken out: what modules of one list have in common.
  var stem: String { path.filter { !$0.isNumber } }
  /// The path of what holds it.
  var parent: String { String(path.dropLast()).modulePath }
}

/// The recurrent modules of a file, and which copies of weights stand beside them.
struct RecurrentModules {
  /// In the order of their names, numbers by value.
  let all: [RecurrentModule]
  /// Weights into which dropout has cut, each beside the weight itself.
  let droppedCopies: [String]

  /// Finds them.
  ///
  /// - Throws: `CheckpointError.ambiguousPart` where two different tensors claim one place.
  init(_ catalog: TensorCatalog) throws {
    var modules: [String: [Place: [RecurrentTensorName.Part: TensorCatalog.Entry]]] = [:]
    var isRaw: [String: Bool] = [:]
    var copies: [String] = []
    for entry in catalog.entries {
      guard let name = RecurrentTensorName(entry.name) else { continue }
      let place = Place(layer: name.layer ?? 0, isReverse: name.isReverse)
      let known = modules[name.path]?[place]?[name.part]
      if let known {
        if name.isRaw != isRaw[known.name] {
          copies.append(name.isRaw ? known.name : entry.name)
          if !name.isRaw { continue }
        } else if try catalog.areEqual(known, entry) {
          continue
        } else {
          throw CheckpointError.ambiguousPart(
            path: catalog.file.path, part: .recurrentLayers, candidates: [known.name, entry.name],
            prefixes: [])
        }
      }
      isRaw[entry.name] = name.isRaw
      modules[name.path, default: [:]][place, default: [:]][name.part] = entry
    }
    droppedCopies = copies
    all =
      modules
      .compactMap { path, places in Self.module(path, places) }
      .sorted { $0.path.precedesNaturally($1.path) }
  }

  private struct Place: Hashable {
    let layer: Int
    let isReverse: Bool
  }

  /// The module of these tensors; nil where it has no first layer.
  private static func module(
    _ path: String, _ places: [Place: [RecurrentTensorName.Part: TensorCatalog.Entry]]
  ) -> RecurrentModule? {
    var layers: [RecurrentModule.Layer] = []
    while let forward = places[Place(layer: layers.count, isReverse: false)],
      forward[.inputWeights] != nil || forward[.recurrentWeights] != nil
    {
      let reverse = places[Place(layer: layers.count, isReverse: true)]
      layers.append(RecurrentModule.Layer(directions: [forward] + (reverse.map { [$0] } ?? [])))
    }
    return layers.isEmpty ? nil : RecurrentModule(path: path, layers: layers)
  }

  /// The modules in the order in which they read one another; nil where that isn't certain.
  ///
  /// Modules of one list (`rnns.0`, `rnns.1`; `lstm1`, `lstm2`) are taken in the order of their numbers if the
  /// widths follow; others only if they have one parent and their widths allow a single order.
  func stacked() -> [RecurrentModule]? {
    if all.count == 1 { return all }
    if Set(all.map(\.stem)).count == 1 { return Self.follows(all) ? all : nil }
    guard Set(all.map(\.parent)).count == 1, all.count <= 4 else { return nil }
    let orders = Self.permutations(all).filter(Self.follows)
    return orders.count == 1 ? orders[0] : nil
  }

  private static func follows(_ modules: [RecurrentModule]) -> Bool {
    zip(modules, modules.dropFirst()).allSatisfy { $0.outputSize != nil && $0.outputSize == $1.inputSize }
  }

  private static func permutations(_ modules: [RecurrentModule]) -> [[RecurrentModule]] {
    guard modules.count > 1 else { return [modules] }
    return modules.indices.flatMap { index in
      var rest = modules
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }
}
