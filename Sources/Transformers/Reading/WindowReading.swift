import Dispatch
import Kernels
import Synchronization

/// Runs all windows of some documents through a model, unit by unit, on several threads.
struct WindowReading: Sendable {
  /// What is run.
  let plan: ReadingPlan
  private let model: Architecture
  private let embedding: EmbeddingTable
  private let blocks: [Block]
  private let finalNorm: Norm?
  private let held: HeldActivations
  private let isCausal: Bool
  private let rooms = RoomPool()

  /// A window after its pass, or a part of one that is read in parts.
  struct Result {
    /// The window.
    let window: ReadingWindow
    /// Which tokens of the document were run.
    let tokens: Range<Int>
    /// The row of the first of them in the pass.
    let firstRow: Int
    /// The room of the pass; valid only during the call.
    let room: PassRoom

    /// The tokens that were run and count.
    var counted: Range<Int> { tokens.clamped(to: window.counted) }
    /// The row of the first token that counts.
    var firstCountedRow: Int { firstRow + counted.lowerBound - tokens.lowerBound }
  }

  /// Reads and packs what the plan needs.
  ///
  /// - Throws: what reading weights gives.
  init(_ model: Transformer, plan: ReadingPlan, workers: Workers) throws {
    self.plan = plan
    self.model = model.architecture
    held = model.held
    isCausal = model.isCausal
    embedding = try model.embeddingTable()
    // Layers are packed side by side; the first that fails is asked again, for its error.
    workers.forEach(plan.layers) { _ = try? model.block($0) }
    blocks = try (0..<plan.layers).map { try model.block($0) }
    finalNorm = plan.needsFinalStates ? try model.lastNorm() : nil
  }

  /// Calls `body` for every window, or part by part for causal windows that are longer than a unit. It runs on
  /// several threads, but for one document in the order of its tokens and one at a time.
  func run(
    _ documents: [[Int32]], _ units: ReadingUnits, workers: Workers, _ body: @Sendable (Result) -> Void
  ) {
    let pass = ForwardPass(
      model: model, plan: plan, embedding: embedding, blocks: blocks, finalNorm: finalNorm,
      rotary: RotaryTables(longest: units.longest), held: held)
    let turns = Turns(units.windows)
    workers.forEach(units.units.count) { unit in
      let room = rooms.take()
      defer { rooms.give(room) }
      let places = units.units[unit]
      let first = units.windows[places.lowerBound]
      if isCausal, first.tokens.count > units.rows {
        turns.wait(for: places.lowerBound)
        runInParts(first, of: documents[first.document], rows: units.rows, pass, room, body)
        turns.finish(places.lowerBound)
        return
      }
      var rows = ForwardPass.Rows()
      for window in units.windows[places] {
        rows.append(documents[window.document][window.tokens], of: window.tokens.count)
      }
      pass.run(rows, in: room)
      for (place, part) in zip(places, rows.parts) {
        let window = units.windows[place]
        turns.wait(for: place)
        body(Result(window: window, tokens: window.tokens, firstRow: part.rows.lowerBound, room: room))
        turns.finish(place)
      }
    }
  }

  private func runInParts(
    _ window: ReadingWindow, of document: [Int32], rows count: Int, _ pass: ForwardPass, _ room: PassRoom,
    _ body: (Result) -> Void
  ) {
    let length = window.tokens.count
    let past = KeyValueCache(length: length, layers: plan.layers, model: model)
    for first in stride(from: window.tokens.lowerBound, to: window.tokens.upperBound, by: count) {
      let tokens = first..<min(first + count, window.tokens.upperBound)
      var rows = ForwardPass.Rows()
      rows.append(document[tokens], at: first - window.tokens.lowerBound, of: length, past: past)
      pass.run(rows, in: room)
      body(Result(window: window, tokens: tokens, firstRow: 0, room: room))
    }
  }

  /// Lets windows of one document pass in order. Units are begun in order, so whoever waits, waits for a window
  /// that another thread has begun or finished.
  private struct Turns: Sendable {
    /// For each window that continues a document: raised when the one before is through.
    private let gates: [DispatchSemaphore?]

    init(_ windows: [ReadingWindow]) {
      gates = windows.map { $0.continues ? DispatchSemaphore(value: 0) : nil }
    }

    func wait(for window: Int) { gates[window]?.wait() }

    func finish(_ window: Int) {
      if window + 1 < gates.count { gates[window + 1]?.signal() }
    }
  }

  /// Rooms of passes that are over, for those that come.
  private final class RoomPool: Sendable {
    private let free = Mutex<[Held]>([])

    /// A room is used by whoever took it, alone.
    private struct Held: @unchecked Sendable { let room: PassRoom }

    func take() -> PassRoom { free.withLock { $0.popLast() }?.room ?? PassRoom() }

    func give(_ room: PassRoom) {
      let held = Held(room: room)
      free.withLock { $0.append(held) }
    }
  }
}
