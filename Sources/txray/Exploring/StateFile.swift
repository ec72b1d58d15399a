import Explorer
import Glibc

/// The file that keeps where the explorer was left.
enum StateFile {
  /// What is remembered; nil with a line for the user where there is a file that can't be used, and without one
  /// where there is none yet.
  static func read(environment: [String: String]) -> (memory: ExplorerMemory?, trouble: String?) {
    guard let path = ExplorerMemory.path(environment: environment), access(path, F_OK) == 0 else {
      return (nil, nil)
    }
    do {
      return (try ExplorerMemory(contentsOf: path), nil)
    } catch {
      return (nil, "Where you left is not known: \(FailureReport.text(error))")
    }
  }

  /// Remembers what `state` makes of what is remembered by now: other sessions may have written meanwhile.
  static func write(_ state: (ExplorerMemory) -> ExplorerMemory, environment: [String: String]) {
    guard let path = ExplorerMemory.path(environment: environment) else { return }
    let memory = state(read(environment: environment).memory ?? ExplorerMemory())
    do {
      try memory.write(to: path)
    } catch {
      MessageStream.say("txray: where you left is not remembered: \(FailureReport.text(error))")
    }
  }
}
