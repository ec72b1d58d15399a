import Kernels

/// The intermediate results of one thread's pass over some rows of tokens, kept from pass to pass.
final class PassRoom {
  /// `[rows, H]`: the residual stream, what is read from it, and what is added to it.
  private(set) var residual = FloatBuffer(count: 0), normed = FloatBuffer(count: 0)
  private(set) var attended = FloatBuffer(count: 0), added = FloatBuffer(count: 0)
  /// Queries, keys and values side by side.
  private(set) var projected = FloatBuffer(count: 0)
  /// Both factors of gated neurons.
  private(set) var factors = FloatBuffer(count: 0)
  /// Heads and neurons of layers whose sites are not asked for.
  private(set) var heads = FloatBuffer(count: 0), neurons = FloatBuffer(count: 0)
  /// One for each site that is asked for.
  private(set) var sites: [FloatBuffer] = []
  /// For the attention.
  let attention = Attention.Scratch()

  private var capacity = 0

  /// Makes room for `rows` rows.
  func fit(_ rows: Int, _ model: Architecture, _ plan: ReadingPlan) {
    guard rows > capacity else { return }
    capacity = rows
    let (hidden, attention, mlp) = (model.hiddenSize, model.attention, model.mlp)
    residual = FloatBuffer(count: rows * hidden)
    normed = FloatBuffer(count: rows * hidden)
    attended = FloatBuffer(count: rows * hidden)
    added = FloatBuffer(count: rows * hidden)
    projected = FloatBuffer(count: rows * (attention.queryWidth + 2 * attention.keyWidth))
    factors = FloatBuffer(count: mlp.isGated ? rows * 2 * mlp.size : 0)
    heads = FloatBuffer(count: rows * attention.queryWidth)
    neurons = FloatBuffer(count: rows * mlp.size)
    sites = plan.sites.map { FloatBuffer(count: rows * $0.kind.width(in: model)) }
  }
}
