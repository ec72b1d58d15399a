/// Keeps at most one frame on its way to the terminal.
///
/// Between the program and a distant terminal lie buffers that take in far more than the line carries. Whoever
/// holds a key down would then watch frames of seconds ago, and go on watching after letting go. So each frame is
/// followed by a question (device status report) that every terminal answers once it has come to it, and the next
/// frame waits for the answer. A terminal that has never answered is never waited for.
package struct FramePacing {
  /// "Are you well?" The answer is `ESC [ 0 n`.
  package static let question = Array("\u{1B}[5n".utf8)
  /// An answer that takes longer is taken for lost.
  package static let patience = Duration.seconds(3)

  private var hasAnswered = false
  private var asked: ContinuousClock.Instant?

  package init() {}

  /// Notes that a frame is sent; whether the question should follow it. A terminal that did not answer the first
  /// one is not asked again.
  package mutating func ask(now: ContinuousClock.Instant) -> Bool {
    if asked != nil, !hasAnswered { return false }
    asked = now
    return true
  }

  /// Notes that an answer came.
  package mutating func takeAnswer() {
    hasAnswered = true
    asked = nil
  }

  /// Whether a frame is on its way.
  package func isBehind(now: ContinuousClock.Instant) -> Bool {
    guard hasAnswered, let asked else { return false }
    return now - asked < Self.patience
  }
}
