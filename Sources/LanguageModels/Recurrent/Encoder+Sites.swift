import Sites

/// A place of an encoder where activations are read: one direction of one layer.
struct EncoderSite: Sendable {
  /// `lstm.0` for the output of the first layer, `lstm.0.reverse` for that of its other direction.
  let name: String
  /// The layer, from 0.
  let layer: Int
  /// Where its units begin in the layer's output.
  let offset: Int
  /// What computes it.
  let direction: RecurrentLayer
}

extension Encoder {
  /// The places where activations are read, from the first layer to the last, forward before reverse.
  var places: [EncoderSite] {
    layers.enumerated().flatMap { index, layer in
      let name = "\(layer.forward.cell.siteName).\(index)"
      let forward = EncoderSite(name: name, layer: index, offset: 0, direction: layer.forward)
      guard let reverse = layer.reverse else { return [forward] }
      return [
        forward,
        EncoderSite(
          name: "\(name).reverse", layer: index, offset: layer.forward.hiddenSize, direction: reverse),
      ]
    }
  }

  /// The same as sites, each with the units of its direction.
  public var siteList: SiteList {
    guard let list = SiteList(places.map { ($0.name, $0.direction.hiddenSize) }) else {
      preconditionFailure("an encoder's sites have names of their own")
    }
    return list
  }

  /// What the last layer gives at the tokens of a chunk, all directions side by side: what a head reads.
  package func output(_ chunk: ActivationChunk) -> SiteActivations {
    let before = layers.dropLast().reduce(0) { $0 + $1.directions.count }
    let first = chunk.activations(site: before)
    return SiteActivations(start: first.start, width: outputSize, stride: first.stride)
  }
}
