// What the model has no use for.
extension RecurrentAssembly {
  /// The floating-point tensors that are not part of the model, copies of its own left out.
  ///
  /// One stands behind the encoder if its name says so (a head, attention, pooling), or if it reads the width of
  /// the encoder's output and no other part has that width. Anything else, and whatever belongs to a recurrent
  /// module, may stand before or inside.
  func unused(besides encoder: Encoder) throws -> [UnusedTensor] {
    let rest = catalog.entries.filter { !used.contains($0.name) }
    let own = catalog.entries.filter { used.contains($0.name) }
    let projected = encoder.layers.flatMap(\.directions).filter { $0.projection != nil }
    var inner = Set(encoder.layers.map(\.inputSize))
    inner.formUnion(encoder.layers.dropLast().map(\.outputSize))
    inner.formUnion(projected.map(\.cellSize))
    inner.formUnion(own.filter { isEmbedding($0) }.map { $0.shape[1] })
    var unused: [UnusedTensor] = []
    for entry in rest {
      let copied = try own.contains { try $0.shape == entry.shape && catalog.areEqual($0, entry) }
      if copied { continue }
      let weight = catalog["\(entry.name.modulePath).weight"] ?? entry
      let reads = weight.shape.last ?? 0
      let isOutputWidth =
        [encoder.outputSize, 3 * encoder.outputSize].contains(reads) && !inner.contains(reads)
      unused.append(
        UnusedTensor(
          name: entry.stored[0], shape: entry.shape,
          isBehindEncoder: !modulePaths.contains { !$0.isEmpty && entry.name.hasPrefix($0) }
            && (TensorRole.isBehindEncoder(entry.name)
              || isOutputWidth && RecurrentTensorName(entry.name) == nil && !isEmbedding(entry))
        ))
    }
    return unused
  }
}
