import Sites

/// Cuts the windows around one site's firings out of a document that comes in chunks.
///
/// A firing waits until the text after it has come; for that, and for windows that begin in an earlier
/// chunk, the last tokens and activations are kept.
struct ContextRecorder: Sendable {
  private let radius: Int
  private let neurons: Int
  private let firstRow: Int
  /// The last tokens before the present chunk, with their activations `[tokens, neurons]`.
  private var tailTokens: [Int32] = []
  private var tailActivations: [Float] = []
  /// Tokens of all chunks so far.
  private var end = 0
  private var waiting: [Firing] = []

  struct Firing: Sendable {
    let neuron: Int
    /// Place of the token in the document.
    let position: Int
    let activation: Float
  }

  init(plan: CollectionPlan, site: SiteList.Site) {
    radius = plan.contextRadius
    neurons = site.neurons
    firstRow = plan.firstRow + site.firstRow
  }

  /// A chunk that is being recorded, reaching back over the tail.
  private struct Text {
    let tailTokens: [Int32]
    let tailActivations: [Float]
    let tokens: UnsafeBufferPointer<Int32>
    let activations: UnsafePointer<Float>?
    let stride: Int
    let neurons: Int
    /// Place of the chunk's first token in the document.
    let start: Int

    func token(at place: Int) -> Int32 {
      place >= start ? tokens[place - start] : tailTokens[tailTokens.count + place - start]
    }

    func activation(at place: Int, of neuron: Int) -> Float {
      let value =
        if place >= start, let activations {
          activations[(place - start) * stride + neuron]
        } else {
          tailActivations[(tailTokens.count + place - start) * neurons + neuron]
        }
      return value.isFinite ? value : 0
    }
  }

  /// Notes that a neuron fired at a token of the next chunk, counted from the chunk's start.
  mutating func note(neuron: Int, at offset: Int, activation: Float) {
    waiting.append(Firing(neuron: neuron, position: end + offset, activation: activation))
  }

  /// Takes in the chunk whose firings were noted, and shelves those whose windows are now complete.
  mutating func take(
    _ tokens: UnsafeBufferPointer<Int32>, _ activations: UnsafePointer<Float>, stride: Int, document: Int,
    into shelf: inout ContextShelf
  ) {
    let text = Text(
      tailTokens: tailTokens, tailActivations: tailActivations, tokens: tokens, activations: activations,
      stride: stride, neurons: neurons, start: end)
    end += tokens.count
    let complete = end - radius
    shelve(text, document, &shelf) { $0.position < complete }
    let kept = min(2 * radius, tailTokens.count + tokens.count)
    var rows: [Float] = []
    rows.reserveCapacity(kept * neurons)
    for place in end - kept..<end {
      if place >= text.start {
        rows.append(
          contentsOf: UnsafeBufferPointer(
            start: activations + (place - text.start) * stride, count: neurons))
      } else {
        let row = (text.tailTokens.count + place - text.start) * neurons
        rows.append(contentsOf: text.tailActivations[row..<row + neurons])
      }
    }
    tailTokens = (end - kept..<end).map { text.token(at: $0) }
    tailActivations = rows
  }

  /// Shelves what still waits: the document has ended.
  mutating func finish(document: Int, into shelf: inout ContextShelf) {
    let text = Text(
      tailTokens: tailTokens, tailActivations: tailActivations,
      tokens: UnsafeBufferPointer(start: nil, count: 0), activations: nil, stride: neurons,
      neurons: neurons, start: end)
    shelve(text, document, &shelf) { _ in true }
  }

  private mutating func shelve(
    _ text: Text, _ document: Int, _ shelf: inout ContextShelf, where isComplete: (Firing) -> Bool
  ) {
    var incomplete: [Firing] = []
    for firing in waiting {
      guard isComplete(firing) else {
        incomplete.append(firing)
        continue
      }
      let row = firstRow + firing.neuron
      let selections = shelf.accepts(
        row: row, document: document, position: firing.position, activation: firing.activation)
      guard !selections.isEmpty else { continue }
      let window = max(0, firing.position - radius)...min(end - 1, firing.position + radius)
      let tokens = window.map { text.token(at: $0) }
      let activations = window.map { text.activation(at: $0, of: firing.neuron) }
      for selection in selections {
        shelf.add(
          FiringContext(
            selection: selection, document: document, position: firing.position, tokens: tokens,
            activations: activations, center: firing.position - window.lowerBound),
          row: row)
      }
    }
    waiting = incomplete
  }
}
