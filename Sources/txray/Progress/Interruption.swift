import Glibc
import Synchronization

/// Ctrl-C and TERM as a request to stop after the current step; a second one ends the program at once.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether the user asked to stop.
  static var happened: Bool { flag.load(ordering: .relaxed) }

  /// Starts listening. A parent's worker thread may have started the program with signals blocked, so they
  /// are unblocked first.
  static func watch() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interruption.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
