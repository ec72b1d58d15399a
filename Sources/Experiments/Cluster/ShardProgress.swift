import Files
import FoundationEssentials

/// How far the collection of a shard is, as its task writes it down for whoever asks: one small file a shard, so that no
/// two tasks write to one.
public struct ShardProgress: Codable, Equatable, Sendable {
  /// Tokens collected so far.
  public var tokens: Int
  /// Seconds since the shard was begun, what the task needed to start included.
  public var seconds: Double
  /// When this was written, in seconds since 1970.
  public var time: Double
  /// Why the shard was given up; nil while it is worked on, and when it is done.
  public var failure: String?

  /// A task that says nothing for so many seconds is taken for dead: a large model may need many minutes for the
  /// documents that it reads at once.
  public static let patience = 1800.0
  /// It says something as often, as far as its documents let it.
  public static let interval = 5.0

  /// What is known now.
  public init(tokens: Int, seconds: Double, time: Double = ShardProgress.now, failure: String? = nil) {
    (self.tokens, self.seconds, self.time, self.failure) = (tokens, seconds, time, failure)
  }

  /// Seconds since 1970.
  public static var now: Double {
    Date().timeIntervalSince1970
  }

  /// Reads what a task wrote; nil if it wrote nothing, or nothing that can be read.
  public init?(contentsOf path: String) {
    guard let bytes = try? FileBytes.read(path, limit: 1 << 16),
      let progress = try? JSONDecoder().decode(Self.self, from: Data(bytes))
    else { return nil }
    self = progress
  }

  /// Writes it down.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws {
    try AtomicFile.write(path: path, bytes: Array(try JSONEncoder().encode(self)))
  }
}
