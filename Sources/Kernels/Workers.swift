import Dispatch
import Glibc
import Synchronization

/// Spreads independent pieces of work over a number of threads.
///
/// Pieces are cut by the caller, to a size that doesn't depend on `threads`; each writes its own part of the
/// result, and what has to be summed is summed by the caller in the order of the pieces.
public struct Workers: Sendable {
  /// How many threads work at once.
  public let threads: Int

  /// `threads` workers, or one for every core of the machine.
  public init(threads: Int? = nil) {
    self.threads = max(1, threads ?? Self.cores)
  }

  /// The cores this process may use.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Runs `body(piece)` for every piece in `0..<pieces` and returns when all are done.
  public func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    guard threads > 1, pieces > 1 else {
      for piece in 0..<max(0, pieces) { body(piece) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece)
      }
    }
  }

  /// Runs `body(range)` over `0..<count` cut into ranges of `step` (the last may be shorter).
  public func forRanges(_ count: Int, step: Int, _ body: @Sendable (Range<Int>) -> Void) {
    forEach((count + step - 1) / step) { piece in
      body(piece * step..<min(count, (piece + 1) * step))
    }
  }

  /// Runs `body(range)` over `0..<count` cut into equal ranges of at most `limit`, as many for each thread as for
  /// the others: for work whose result does not depend on where it is cut.
  public func forTiles(_ count: Int, upTo limit: Int, _ body: @Sendable (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let rounds = (count + threads * limit - 1) / (threads * limit)
    forRanges(count, step: (count + threads * rounds - 1) / (threads * rounds), body)
  }

  /// Runs `body(range)` over `0..<count` cut into one range a thread: for work whose result does not depend
  /// on where it is cut.
  public func forShares(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    guard count > 0 else { return }
    forRanges(count, step: (count + threads - 1) / threads, body)
  }
}
