import Measures
import NeuronPreferences

/// The lengths of the table's neurons at the two stages compared, as much of them as a plot can show.
public struct LengthSummary: Sendable {
  /// What it is of.
  public struct Subject: Hashable, Sendable {
    /// The stages.
    let pair: StagePair
    /// The number of the request that brought the table's rows.
    let rows: Int
  }

  let subject: Subject
  /// The neurons that prefer tokens at both stages, all of them counted.
  let shift: LengthShift
  /// The shortest and the longest of their lengths; nil if there are none.
  let range: ClosedRange<Int>?
  /// The lengths of every so many of them, in the order of the table.
  let lines: [(before: Int, after: Int)]

  /// No screen is so wide that more lines than this could stand beside each other.
  private static let lineLimit = 4096

  /// Reads the lengths. O(rows · log rows).
  init(_ subject: Subject, rows: [Int32], stages: [Stage]) {
    let (before, after) = (stages[subject.pair.from], stages[subject.pair.to])
    let lengths = rows.compactMap { row -> (before: Int, after: Int)? in
      let (before, after) = (before.length(Int(row)), after.length(Int(row)))
      return before > 0 && after > 0 ? (before, after) : nil
    }
    self.subject = subject
    shift = LengthShift(lengths)
    let shortest = lengths.lazy.map { min($0.before, $0.after) }.min()
    let longest = lengths.lazy.map { max($0.before, $0.after) }.max()
    range = shortest.flatMap { shortest in longest.map { shortest...$0 } }
    let step = max(1, (lengths.count + Self.lineLimit - 1) / Self.lineLimit)
    lines = stride(from: 0, to: lengths.count, by: step).map { lengths[$0] }
  }
}

extension ExplorerState {
  /// Asks for the lengths of the rows in the table, unless they have been asked for.
  mutating func needLengths() -> [Effect] {
    guard let pair, !table.isPending else { return [] }
    let subject = LengthSummary.Subject(pair: pair, rows: arrangementRequest)
    guard requestedLengths != subject else { return [] }
    requestedLengths = subject
    return [.measureLengths(subject, rows: table.rows)]
  }
}
