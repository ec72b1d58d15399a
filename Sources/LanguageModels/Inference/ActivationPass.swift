import Kernels
import Sites

/// One pass of an encoder over documents: what its lanes share.
struct ActivationPass: Sendable {
  let documents: [[Int32]]
  /// The documents that are not empty, longest first.
  let order: [Int]
  let layers: [[PreparedDirection]]
  let places: [EncoderSite]
  /// What each token contributes to the first layer's gates, in each direction.
  let table: [FloatBuffer]
  let body: @Sendable (ActivationChunk) -> Void

  private var readsBackward: Bool { layers.contains { $0.count > 1 } }

  /// Runs the documents at these places of the order.
  func run(_ places: Range<Int>) {
    guard readsBackward else {
      return Lanes(self, Array(order[places]), stretch: ActivationReader.chunk).run()
    }
    var rest = order[places]
    let width = layers.reduce(0) { $0 + $1.reduce(0) { $0 + $1.hiddenSize } }
    while let longest = rest.first.map({ documents[$0].count }) {
      let count = max(1, ActivationReader.wholeDocumentLimit / (longest * width))
      Lanes(self, Array(rest.prefix(count)), stretch: longest).run()
      rest = rest.dropFirst(count)
    }
  }
}

/// Documents that advance together, longest first, a stretch of tokens at a time.
private struct Lanes {
  private let pass: ActivationPass
  private let group: [Int]
  private let lengths: [Int]
  /// Tokens that a layer runs over before the next one does.
  private let stretch: Int
  private let states: [[DirectionState]]
  /// `[lanes, stretch, width]` of each layer, directions side by side.
  private let outputs: [FloatBuffer]
  private let widths: [Int]
  /// A layer's input at one step, `[lanes, input]`.
  private let inputs: [FloatBuffer]

  init(_ pass: ActivationPass, _ group: [Int], stretch: Int) {
    self.pass = pass
    self.group = group
    let lengths = group.map { pass.documents[$0].count }
    self.lengths = lengths
    self.stretch = min(stretch, lengths.first ?? 0)
    states = pass.layers.map { $0.map { DirectionState($0, lanes: group.count) } }
    let widths = pass.layers.map { $0.reduce(0) { $0 + $1.hiddenSize } }
    self.widths = widths
    let room = group.count * self.stretch
    outputs = widths.map { FloatBuffer(count: room * $0) }
    inputs = widths.dropLast().map { FloatBuffer(count: group.count * $0) }
  }

  func run() {
    guard stretch > 0 else { return }
    for start in Swift.stride(from: 0, to: lengths[0], by: stretch) {
      for (layer, directions) in pass.layers.enumerated() {
        var offset = 0
        for (number, direction) in directions.enumerated() {
          walk(layer, number, from: start, isReverse: number > 0, offset: offset)
          offset += direction.hiddenSize
        }
      }
      deliver(from: start)
    }
  }

  /// Runs one direction of a layer over a stretch. Backward, every lane begins at the end of its document.
  private func walk(_ layer: Int, _ number: Int, from start: Int, isReverse: Bool, offset: Int) {
    let (direction, state) = (pass.layers[layer][number], states[layer][number])
    let (output, width, size) = (outputs[layer], widths[layer], direction.hiddenSize)
    var active = group.count
    for step in start..<min(start + stretch, lengths[0]) {
      while lengths[active - 1] <= step { active -= 1 }
      func place(_ lane: Int) -> Int { isReverse ? lengths[lane] - 1 - step : step }
      preactivate(layer, number, lanes: active, start: start, place: place)
      state.step(lanes: active)
      for lane in 0..<active {
        (output.pointer + (lane * stretch + place(lane) - start) * width + offset)
          .update(from: state.hidden.pointer + lane * size, count: size)
      }
    }
  }

  /// Sets gates to what the layer's input contributes: a table row, or a product with the layer below.
  private func preactivate(
    _ layer: Int, _ number: Int, lanes: Int, start: Int, place: (Int) -> Int
  ) {
    let (direction, gates) = (pass.layers[layer][number], states[layer][number].gates)
    let width = direction.width
    guard layer > 0 else {
      for lane in 0..<lanes {
        let token = Int(pass.documents[group[lane]][place(lane)])
        (gates.pointer + lane * width)
          .update(from: pass.table[number].pointer + token * width, count: width)
      }
      return
    }
    let (below, size, input) = (outputs[layer - 1], widths[layer - 1], inputs[layer - 1])
    for lane in 0..<lanes {
      (gates.pointer + lane * width).update(from: direction.bias.pointer, count: width)
      (input.pointer + lane * size)
        .update(from: below.pointer + (lane * stretch + place(lane) - start) * size, count: size)
    }
    direction.input.multiply(
      input.pointer, rows: lanes, into: gates.pointer, resultStride: width, accumulate: true)
  }

  /// Hands out a stretch of every document that reaches into it, a chunk at a time.
  private func deliver(from start: Int) {
    for (lane, document) in group.enumerated() where lengths[lane] > start {
      let end = min(start + stretch, lengths[lane])
      for first in Swift.stride(from: start, to: end, by: ActivationReader.chunk) {
        let tokens = first..<min(first + ActivationReader.chunk, end)
        func output(_ layer: Int) -> UnsafePointer<Float> {
          UnsafePointer(outputs[layer].pointer + (lane * stretch + first - start) * widths[layer])
        }
        pass.body(
          ActivationChunk(
            document: document, tokens: tokens,
            sites: pass.places.map {
              SiteActivations(
                start: output($0.layer) + $0.offset, width: $0.direction.hiddenSize,
                stride: widths[$0.layer])
            }))
      }
    }
  }
}
