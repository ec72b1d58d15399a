import Dispatch
import Synchronization

/// Runs effects away from the interface; results go to the inbox.
final class BackgroundWork: Sendable {
  /// What is told when a result is there.
  typealias Wake = @Sendable () -> Void

  let inbox = Inbox()
  private let wake: Wake
  private let pending = DispatchGroup()
  // Sorting must not wait for a long comparison, nor marks for either.
  private let comparing = DispatchQueue(label: "txray.comparing")
  private let arranging = DispatchQueue(label: "txray.arranging")
  private let files = DispatchQueue(label: "txray.files")
  private let latestArrangement = Atomic<Int>(0)
  private let latestSearch = Atomic<Int>(0)

  init(wake: @escaping Wake) { self.wake = wake }

  /// Waits until nothing is under way, at most so many milliseconds (nil: for ever).
  func wait(milliseconds: Int? = nil) {
    _ = pending.wait(timeout: milliseconds.map { .now() + .milliseconds($0) } ?? .distantFuture)
  }

  /// Compares two stages; `describe` words what goes wrong.
  func compare(_ pair: StagePair, stages: [Stage], describe: @escaping @Sendable (any Error) -> String) {
    run(comparing) {
      do {
        return .compared(try Comparison(pair, stages: stages))
      } catch {
        return .failed("Stages \(pair.text(arrow: " and ")) can't be compared: \(describe(error))")
      }
    }
  }

  /// Sorts and filters; a request that a later one has overtaken is dropped.
  func arrange(_ request: ArrangementRequest) {
    latestArrangement.store(request.number, ordering: .relaxed)
    run(arranging) { [self] in
      guard latestArrangement.load(ordering: .relaxed) == request.number else { return nil }
      return .arranged(request.rows(), request: request.number)
    }
  }

  /// Searches; a search that a later one has overtaken is given up.
  func find(_ search: RowSearch) {
    latestSearch.store(search.number, ordering: .relaxed)
    run(arranging) { [self] in
      let isOvertaken = { [self] in latestSearch.load(ordering: .relaxed) != search.number }
      if isOvertaken() { return nil }
      return .found(search.firstMatch(isCancelled: isOvertaken), request: search.number)
    }
  }

  /// Runs work that touches files, one piece after the other.
  func runOnFiles(_ work: @escaping @Sendable () -> EffectResult?) { run(files, work) }

  private func run(_ queue: DispatchQueue, _ work: @escaping @Sendable () -> EffectResult?) {
    queue.async(group: pending) { [inbox, wake] in
      guard let result = work() else { return }
      inbox.put(result)
      wake()
    }
  }
}
