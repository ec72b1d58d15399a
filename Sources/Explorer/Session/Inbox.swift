import Synchronization

/// Results of background work, until the session takes them in.
final class Inbox: Sendable {
  private let results = Mutex<[EffectResult]>([])

  /// Leaves a result. From any thread.
  func put(_ result: EffectResult) { results.withLock { $0.append(result) } }

  /// Takes all results out, the oldest first.
  func take() -> [EffectResult] {
    results.withLock { results in
      defer { results = [] }
      return results
    }
  }
}
