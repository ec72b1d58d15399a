/// What held activations mean for weights: columns of zeros in the products that read them, and in their biases what
/// those columns would have added.
struct HeldWeights {
  /// New numbers of tensors, by their names without prefixes: how to make them of the old ones.
  private(set) var changes: [String: @Sendable ([Float]) -> [Float]] = [:]

  /// Works them out; weights are read only where something is held at another number than zero.
  ///
  /// - Throws: ``TransformerError/lacksBias(path:tensor:)`` where something is held at another number than zero and its
  ///   product has no bias; what reading weights gives.
  init(_ model: Transformer) throws {
    for layer in model.architecture.layers.indices {
      for kind in SiteKind.allCases {
        let held = model.held.held(at: ModelSite(layer: layer, kind: kind))
        guard !held.isEmpty, let product = model.reader(of: kind, layer: layer) else { continue }
        try add(held, product, model)
      }
    }
  }

  private mutating func add(
    _ held: [HeldActivations.Held], _ product: LinearRecipe, _ model: Transformer
  ) throws {
    let module = product.pieces[0].module
    let (inputs, outputs, inputsFirst) = (product.inputs, product.outputs, product.storesInputsFirst)
    @Sendable func place(_ input: Int, _ output: Int) -> Int {
      inputsFirst ? input * outputs + output : output * inputs + input
    }
    let columns = held.map(\.neuron)
    changes["\(module).weight"] = { values in
      var values = values
      for input in columns {
        for output in 0..<outputs { values[place(input, output)] = 0 }
      }
      return values
    }
    let sources = held.filter { $0.value != 0 }
    guard !sources.isEmpty else { return }
    guard product.hasBias else {
      throw TransformerError.lacksBias(path: model.path, tensor: "\(module).bias")
    }
    let weights = try model.store.floats("\(module).weight")
    let added = (0..<outputs).map { output in
      sources.reduce(0.0) { $0 + Double($1.value) * Double(weights[place($1.neuron, output)]) }
    }
    changes["\(module).bias"] = { values in zip(values, added).map { Float(Double($0) + $1) } }
  }
}
