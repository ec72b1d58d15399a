import Glibc
import Synchronization

/// Ctrl-C and TERM as a request to stop after the current step. If no step ends within ``grace`` seconds, or at a second
/// one, the program ends at once: files are written whole, so nothing is lost by it.
enum Interruption {
  /// How long a step may take to notice, in seconds.
  static let grace: UInt32 = 1

  private static let flag = Atomic<Bool>(false)
  /// Prepared, because a handler of signals must not allocate.
  private static let farewell: StaticString = "txray: interrupted\n"

  /// Whether the user asked to stop.
  static var happened: Bool { flag.load(ordering: .relaxed) }

  /// Starts listening.
  static func watch() {
    _ = farewell
    signal(SIGALRM) { _ in
      _ = Glibc.write(
        StandardStream.error.rawValue, Interruption.farewell.utf8Start,
        Interruption.farewell.utf8CodeUnitCount)
      _exit(FailureReport.ExitStatus.interrupted.rawValue)
    }
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
        alarm(Interruption.grace)
      }
    }
  }
}
