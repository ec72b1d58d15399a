import Kernels

/// The keys and values of a causal window that is read in parts: later parts look back at them.
final class KeyValueCache {
  /// Floats of all key heads.
  private let width: Int
  /// How many tokens the window has.
  private let length: Int
  /// `[length, keys and values]`, one for each layer.
  private let layers: [FloatBuffer]

  /// Room for a window of `length` tokens in the layers that are run.
  init(length: Int, layers: Int, model: Architecture) {
    self.length = length
    width = model.attention.keyWidth
    self.layers = (0..<layers).map { _ in FloatBuffer(count: length * 2 * model.attention.keyWidth) }
  }

  /// Takes in the keys and values of `rows` tokens from `place` on, side by side in rows `stride` floats apart;
  /// returns all up to them.
  func append(
    _ source: UnsafePointer<Float>, rows: Int, stride: Int, at place: Int, layer: Int
  ) -> Attention.Keys {
    precondition(place + rows <= length)
    let base = layers[layer].pointer
    for row in 0..<rows {
      (base + (place + row) * 2 * width).update(from: source + row * stride, count: 2 * width)
    }
    return Attention.Keys(keys: base, values: base + width, count: place + rows, stride: 2 * width)
  }
}
