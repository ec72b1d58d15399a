import Explorer
import Glibc

/// The file that remembers where the explorer was left.
enum StateFile {
  /// What is remembered; nil if there is no file yet, and nil with a line for the user if the file can't be
  /// used.
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

  /// Updates the file with `state`. It is read again first, since other sessions may have written to it.
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
