import Kernels

/// Runs windows of documents side by side through a model: their tokens are the rows of every product, without
/// padding. Only attention looks at the windows one by one.
struct ForwardPass: Sendable {
  let model: Architecture
  let plan: ReadingPlan
  let embedding: EmbeddingTable
  /// The layers that are run.
  let blocks: [Block]
  /// The norm after the last layer, if final states are wanted and the family has one.
  let finalNorm: Norm?
  let rotary: RotaryTables
  let held: HeldActivations

  /// Some rows: windows side by side, or a part of one.
  struct Rows {
    /// A window's rows.
    struct Part {
      let rows: Range<Int>
      /// The place of the first row in its window.
      let firstPlace: Int
      /// Tokens of the whole window.
      let length: Int
      /// What earlier parts of the window have left, where it is read in parts.
      let past: KeyValueCache?
    }

    private(set) var parts: [Part] = []
    /// Each row's token.
    private(set) var tokens: [Int32] = []
    /// Each row's place in its window.
    private(set) var places: [Int32] = []

    var count: Int { tokens.count }

    /// Appends these tokens of a window of `length`.
    mutating func append(
      _ part: ArraySlice<Int32>, at firstPlace: Int = 0, of length: Int, past: KeyValueCache? = nil
    ) {
      let rows = tokens.count..<tokens.count + part.count
      parts.append(Part(rows: rows, firstPlace: firstPlace, length: length, past: past))
      tokens += part
      places += (Int32(firstPlace)..<Int32(firstPlace + part.count))
    }
  }

  /// Fills the room's sites and, if the plan wants them, leaves the final states in its residual.
  func run(_ rows: Rows, in room: PassRoom) {
    room.fit(rows.count, model, plan)
    embedding.embed(rows.tokens, places: rows.places, into: room.residual.pointer)
    for layer in 0..<plan.layers { runLayer(layer, rows, room) }
    guard plan.needsFinalStates else { return }
    finalNorm?.apply(room.residual.pointer, rows: rows.count, into: room.residual.pointer)
  }

  private func runLayer(_ layer: Int, _ rows: Rows, _ room: PassRoom) {
    let (block, count) = (blocks[layer], rows.count)
    let (hidden, residual) = (model.hiddenSize, room.residual.pointer)
    let size = count * hidden
    let heads = plan.index(of: .attentionHeads, layer: layer).map { room.sites[$0] } ?? room.heads
    attend(layer, rows, room, into: heads.pointer)
    hold(heads, .attentionHeads, layer, count)
    guard plan.goesOn(after: .attentionHeads, layer: layer) else { return }
    let attended = room.attended.pointer
    block.attentionOutput.apply(heads.pointer, rows: count, into: attended)
    block.norms[.attentionOutput]?.apply(attended, rows: count, into: attended)
    if !model.isParallel {
      Sums.add(attended, to: residual, count: size)
      block.norms[.attentionSum]?.apply(residual, rows: count, into: residual)
    }
    let neurons = plan.index(of: .neurons, layer: layer).map { room.sites[$0] } ?? room.neurons
    fire(block, count, room, into: neurons.pointer)
    hold(neurons, .neurons, layer, count)
    guard plan.goesOn(after: .neurons, layer: layer) else { return }
    let added = (plan.index(of: .mlpOutput, layer: layer).map { room.sites[$0] } ?? room.added).pointer
    block.mlpOutput.apply(neurons.pointer, rows: count, into: added)
    block.norms[.mlpOutput]?.apply(added, rows: count, into: added)
    guard plan.goesOn(after: .mlpOutput, layer: layer) else { return }
    if model.isParallel { Sums.add(attended, to: residual, count: size) }
    Sums.add(added, to: residual, count: size)
    block.norms[.mlpSum]?.apply(residual, rows: count, into: residual)
    if let site = plan.index(of: .residual, layer: layer) {
      room.sites[site].pointer.update(from: residual, count: size)
    }
  }

  /// Sets what is held of a site.
  private func hold(_ activations: FloatBuffer, _ kind: SiteKind, _ layer: Int, _ count: Int) {
    held.apply(
      to: activations.pointer, rows: count, width: kind.width(in: model),
      at: ModelSite(layer: layer, kind: kind))
  }

  /// What a part reads: the residual stream, normed where the family does so.
  private func input(_ place: NormPlace, _ block: Block, _ count: Int, _ room: PassRoom) -> UnsafePointer<
    Float
  > {
    guard let norm = block.norms[place] else { return UnsafePointer(room.residual.pointer) }
    norm.apply(room.residual.pointer, rows: count, into: room.normed.pointer)
    return UnsafePointer(room.normed.pointer)
  }

  /// `neurons [rows, I]`.
  private func fire(_ block: Block, _ count: Int, _ room: PassRoom, into neurons: UnsafeMutablePointer<Float>)
  {
    let mlp = model.mlp
    let input = input(.mlpInput, block, count, room)
    if mlp.isGated {
      block.mlpInput.apply(input, rows: count, into: room.factors.pointer)
      mlp.activation.gate(
        room.factors.pointer, rows: count, width: mlp.size, into: neurons, outputStride: mlp.size)
    } else {
      block.mlpInput.apply(input, rows: count, into: neurons)
      mlp.activation.apply(to: neurons, count: count * mlp.size)
    }
  }

  /// What the heads gather, `[rows, heads * D]`.
  private func attend(_ layer: Int, _ rows: Rows, _ room: PassRoom, into heads: UnsafeMutablePointer<Float>) {
    let (block, shape, description) = (blocks[layer], model.attention, model.layers[layer])
    let (queries, keys) = (shape.queryWidth, shape.keyWidth)
    let width = queries + 2 * keys
    let projected = room.projected.pointer
    block.attentionInput.apply(
      input(.attentionInput, block, rows.count, room), rows: rows.count, into: projected)
    if let clip = shape.clip { Sums.clamp(projected, count: rows.count * width, to: clip) }
    let isByHead = shape.queryKeyNorm == .eachHead
    block.queryNorm?.applyInPlace(
      projected, rows: rows.count, stride: width, groups: isByHead ? shape.heads : 1)
    block.keyNorm?.applyInPlace(
      projected + queries, rows: rows.count, stride: width, groups: isByHead ? shape.keyValueHeads : 1)
    let attention = Attention(
      heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize,
      scale: description.scale, softCap: shape.softCap, mask: description.mask)
    for part in rows.parts {
      let first = projected + part.rows.lowerBound * width
      if let positions = description.rotary { rotate(part, first, stride: width, positions) }
      let seen = part.firstPlace + part.rows.count
      var known = Attention.Keys(
        keys: first + queries, values: first + queries + keys, count: seen, stride: width)
      if let past = part.past {
        known = past.append(
          first + queries, rows: part.rows.count, stride: width, at: part.firstPlace, layer: layer)
      }
      attention.apply(
        queries: first, first: part.firstPlace, count: part.rows.count, stride: width, keys: known,
        into: heads + part.rows.lowerBound * queries, outputStride: queries, scratch: room.attention)
    }
  }

  /// Turns queries and keys, which stand side by side.
  private func rotate(
    _ part: Rows.Part, _ first: UnsafeMutablePointer<Float>, stride: Int, _ positions: RotaryPositions
  ) {
    let table = rotary.table(positions, length: part.length)
    for row in 0..<part.rows.count {
      let place = (part.firstPlace + row) * table.pairs
      Normalization.rotate(
        first + row * stride, heads: model.attention.heads + model.attention.keyValueHeads,
        headSize: model.attention.headSize, half: table.pairs, cosines: table.cosines.pointer + place,
        sines: table.sines.pointer + place)
    }
  }
}
