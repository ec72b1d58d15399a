import Synchronization

/// A part of a model that is made when it is first asked for, and then kept.
final class OncePerModel<Part: Sendable>: Sendable {
  private let part = Mutex<Part?>(nil)

  /// The part; whoever asks while another makes it waits.
  func value(_ make: () throws -> Part) throws -> Part {
    try part.withLock { part throws(any Error) in
      if let part { return part }
      let made = try make()
      part = made
      return made
    }
  }
}
