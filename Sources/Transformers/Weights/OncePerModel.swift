import Synchronization

/// A part of a model, or what belongs to it, that is made when it is first asked for, and then kept.
package final class OncePerModel<Part: Sendable>: Sendable {
  private let part = Mutex<Part?>(nil)

  /// Nothing made yet.
  package init() {}

  /// The part; whoever asks while another makes it waits.
  package func value<Failure: Error>(_ make: () throws(Failure) -> Part) throws(Failure) -> Part {
    try part.withLock { part throws(Failure) in
      if let part { return part }
      let made = try make()
      part = made
      return made
    }
  }
}
