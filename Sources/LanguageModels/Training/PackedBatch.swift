/// Sequences of a minibatch laid out time step by time step, longest first, without padding
/// (PyTorch's packed sequence). R rows in all; lane b of step t is row `start(t) + b`.
public struct PackedBatch: Sendable {
  /// How many lanes each step has; never grows.
  public let lanes: [Int]
  /// The first row of each step, and R at the end.
  public let starts: [Int]
  /// `[R]` tokens.
  public let tokens: [Int32]
  /// `[R]`: whether the lane's state is set to zero before the row, because a document begins; empty if
  /// none is.
  public let resets: [Bool]

  /// R.
  public var rows: Int { tokens.count }
  /// The time steps.
  public var steps: Int { lanes.count }

  /// A rectangle: `tokens [steps, lanes]`, time-major.
  public init(steps: Int, lanes: Int, tokens: [Int32], resets: [Bool] = []) {
    precondition(tokens.count == steps * lanes && (resets.isEmpty || resets.count == tokens.count))
    self.lanes = [Int](repeating: lanes, count: steps)
    starts = (0...steps).map { $0 * lanes }
    self.tokens = tokens
    self.resets = resets
  }

  /// Whole sequences, none of them empty, sorted longest first.
  public init(longestFirst sequences: [[Int32]]) {
    var lanes: [Int] = []
    var starts = [0]
    var tokens: [Int32] = []
    for step in 0..<(sequences.first?.count ?? 0) {
      let active = sequences.prefix { $0.count > step }
      lanes.append(active.count)
      tokens.append(contentsOf: active.map { $0[step] })
      starts.append(tokens.count)
    }
    precondition(tokens.count == sequences.reduce(0) { $0 + $1.count }, "sorted longest first")
    self.lanes = lanes
    self.starts = starts
    self.tokens = tokens
    resets = []
  }

  /// The rows of a lane, first step to last.
  public func rows(ofLane lane: Int) -> [Int] {
    lanes.indices.prefix { lanes[$0] > lane }.map { starts[$0] + lane }
  }
}
