import NeuronPreferences

/// What the explorer remembers from one session to the next, in `state.toml`.
public struct ExplorerMemory: Sendable {
  /// What belongs to one run.
  struct RunMemory: Equatable, Sendable {
    var neuron: String
    var stage: Int
    var pair: String?
    var view: String
    var sort: String
    var isDescending: Bool
  }

  /// Runs and lines of each kind beyond so many are forgotten, the oldest first.
  static let limit = 50
  /// The format of the file; one of another version is not read.
  static let version = 1

  /// Columns as they were chosen; nil for those that come with the program.
  var columns: [String]?
  var shares = ShareKind.mass
  var isSideBySide = true
  /// Lines typed, by the prompt's name, the oldest first.
  var lines: [String: [String]] = [:]
  /// Runs by where they lie, the one used last at the end.
  private(set) var runs: [(key: String, memory: RunMemory)] = []

  /// Nothing.
  public init() {}

  /// Remembers a run as the one used last.
  mutating func remember(_ memory: RunMemory, of key: String) {
    runs.removeAll { $0.key == key }
    runs.append((key, memory))
    if runs.count > Self.limit { runs.removeFirst(runs.count - Self.limit) }
  }

  /// What is known of a run.
  func memory(of key: String) -> RunMemory? { runs.last { $0.key == key }?.memory }
}
