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
  private let rooms = RoomPool()

  /// One window after its pass.
  struct Result {
    /// The window.
    let window: ReadingWindow
    /// Where its tokens begin among the rows of the pass.
    let firstRow: Int
    /// The room of the pass; valid only during the call.
    let room: PassRoom
  }

  /// Reads and packs what the plan needs.
  ///
  /// - Throws: what reading weights gives.
  init(_ model: Transformer, plan: ReadingPlan, workers: Workers) throws {
    self.plan = plan
    self.model = model.architecture
    embedding = try model.embeddingTable()
    // Layers are packed side by side; the first that fails is asked again, for its error.
    workers.forEach(plan.layers) { _ = try? model.block($0) }
    blocks = try (0..<plan.layers).map { try model.block($0) }
    finalNorm = plan.needsFinalStates ? try model.lastNorm() : nil
  }

  /// Calls `body` for every window. It runs on several threads, but for windows of one document in their order
  /// and one at a time.
  func run(
    _ documents: [[Int32]], _ units: ReadingUnits, workers: Workers, _ body: @Sendable (Result) -> Void
  ) {
    let pass = ForwardPass(
      model: model, plan: plan, embedding: embedding, blocks: blocks, finalNorm: finalNorm,
      rotary: RotaryTables(longest: units.longest))
    let turns = Turns(units.windows)
    workers.forEach(units.units.count) { unit in
      let room = rooms.take()
      defer { rooms.give(room) }
      var rows = ForwardPass.Rows()
      for window in units.windows[units.units[unit]] {
        rows.append(documents[window.document][window.tokens])
      }
      pass.run(rows, in: room)
      for (place, first) in zip(units.units[unit], rows.windows.map(\.lowerBound)) {
        let window = units.windows[place]
        turns.wait(for: place)
        body(Result(window: window, firstRow: first, room: room))
        turns.finish(place)
      }
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
